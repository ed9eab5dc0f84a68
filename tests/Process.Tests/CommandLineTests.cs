// The kernel command line as the run script writes it, and what a wrong one is answered with.
namespace Process.Tests;

using System.Text;
using Kernel.Process;
using Xunit;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("break=0", 0)]
    [InlineData("break=12345678", 12345678)]
    public void BreakTakesANumber(string option, int expected)
    {
        byte[] line = Encoding.UTF8.GetBytes("init=/app " + option);
        var options = new CommandLine(line.Length);
        Assert.True(options.Parse(line));
        Assert.Equal(expected, options.BreaksAt);
    }

    [Theory]
    [InlineData("break=")]
    [InlineData("break=-1")]
    [InlineData("break=1x")]
    [InlineData("break=123456789")]
    public void BreakTakesNothingElse(string option)
    {
        byte[] line = Encoding.UTF8.GetBytes("init=/app " + option);
        Assert.False(new CommandLine(line.Length).Parse(line));
    }

    [Theory]
    [InlineData("uid=1000 gid=50 init=/app", 1000u, 50u)]
    [InlineData("uid=4294967294 init=/app", 4294967294u, 0u)]
    public void IdsAreThoseOfWhoStartsTheMachine(string line, uint uid, uint gid)
    {
        var options = new CommandLine(1000);
        Assert.True(options.Parse(System.Text.Encoding.ASCII.GetBytes(line)));
        Assert.Equal(uid, options.Uid);
        Assert.Equal(gid, options.Gid);
    }

    [Theory]
    [InlineData("uid=-1")]
    [InlineData("uid=4294967295")]
    [InlineData("gid=99999999999")]
    [InlineData("gid=")]
    [InlineData("uid=root")]
    public void WhatIsNoIdIsRefused(string option) =>
        Assert.False(new CommandLine(1000).Parse(System.Text.Encoding.ASCII.GetBytes(option + " init=/app")));

    [Theory]
    [InlineData("date=1795181000123456 init=/app", 1795181000123456ul)]
    [InlineData("date=9999999999999999999 init=/app", 9999999999999999999ul)]
    [InlineData("init=/app", 0ul)]
    public void TheDateIsInMicroseconds(string line, ulong microseconds)
    {
        var options = new CommandLine(1000);
        Assert.True(options.Parse(Encoding.ASCII.GetBytes(line)));
        Assert.Equal(microseconds, options.DateMicroseconds);
    }

    [Theory]
    [InlineData("date=")]
    [InlineData("date=1795181000.5")]
    [InlineData("date=10000000000000000000")]
    public void WhatIsNoDateIsRefused(string option) =>
        Assert.False(new CommandLine(1000).Parse(Encoding.ASCII.GetBytes(option + " init=/app")));

    [Fact]
    public void EveryOptionIsUnderstood()
    {
        CommandLine line = Parse(
            "root=share rootfstype=9p rootflags=trans=virtio,version=9p2000.L,msize=524288,ro mount=data:/mnt/data:ro mount=b:/b "
            + "init=/bin/app loglevel=7 env=HOME=/ env=A=b=c cwd=/work stdin=escaped trace=9p stats=1 -- one two");
        Assert.Equal("share", Text(line.Root));
        Assert.Equal("9p", Text(line.RootFileSystemType));
        Assert.Equal("trans=virtio,version=9p2000.L,msize=524288,ro", Text(line.RootFlags));
        Assert.Equal("/bin/app", Text(line.Init));
        Assert.Equal("/work", Text(line.WorkingDirectory));
        Assert.Equal(7, line.LogLevel);
        Assert.True(line.IsInputEscaped);
        Assert.True(line.TracesNineP);
        Assert.True(line.ShowsStatistics);
        Assert.Equal(["HOME=/", "A=b=c"], Strings(line.Environment));
        Assert.Equal(["/bin/app", "one", "two"], Strings(line.Arguments));
        Assert.Equal(2, line.Mounts.Count);
        Assert.True(MountOption.TryParse(line.Mounts[0], out MountOption mount));
        Assert.Equal("data", Text(mount.Tag));
        Assert.Equal("/mnt/data", Text(mount.Path));
        Assert.True(mount.IsReadOnly);
    }

    [Fact]
    public void DefaultsHoldWhenOnlyTheProgramIsNamed()
    {
        CommandLine line = Parse("init=/a");
        Assert.Equal(["/a"], Strings(line.Arguments));
        Assert.Equal("/", Text(line.WorkingDirectory));
        Assert.Equal(-1, line.LogLevel);
        Assert.Equal(0, line.Environment.Count);
        Assert.False(line.IsInputEscaped);
        Assert.True(line.Root.IsEmpty);
    }

    [Theory]
    [InlineData("init=/a -- \"two words\"", "two words")]
    [InlineData("init=/a -- \"\"", "")]
    [InlineData("init=/a -- \"a\\\"b\\\\c\\n\\t\\x41\\xff\"", "a\"b\\c\n\tA\u00FF")]
    [InlineData("init=/a -- root=b", "root=b")]
    [InlineData("init=/a -- --", "--")]
    [InlineData("init=/a -- \\x41", "\\x41")]
    [InlineData("init=/a -- \"virtio_mmio.device=1\"", "virtio_mmio.device=1")]
    public void ArgumentIsDecoded(string text, string expected)
    {
        CommandLine line = Parse(text);
        Assert.Equal(2, line.Arguments.Count);
        Assert.Equal(Encoding.Latin1.GetBytes(expected), line.Arguments[1].ToArray());
    }

    [Fact]
    public void QuotedOptionKeepsItsBlanks()
    {
        CommandLine line = Parse("\"env=A=two words\" env=\"B=three \\\"quoted\\\" words\" \"init=/my app\"");
        Assert.Equal(["A=two words", "B=three \"quoted\" words"], Strings(line.Environment));
        Assert.Equal("/my app", Text(line.Init));
    }

    [Fact]
    public void DevicesThatMicrovmAppendsAreNotArguments()
    {
        CommandLine line = Parse("init=/a -- x virtio_mmio.device=512@0xfeb02a00:12");
        Assert.Equal(["/a", "x"], Strings(line.Arguments));
        Assert.Equal(["512@0xfeb02a00:12"], Strings(line.Devices));
    }

    [Theory]
    [InlineData("init=/a nonsense=1", "unknown kernel option: nonsense=1")]
    [InlineData("init=/a quiet", "unknown kernel option: quiet")]
    [InlineData("init=/a =x", "unknown kernel option: =x")]
    [InlineData("init=/a loglevel=99", "bad kernel option: loglevel=99")]
    [InlineData("init=/a stdin=maybe", "bad kernel option: stdin=maybe")]
    [InlineData("init=/a env=novalue", "bad kernel option: env=novalue")]
    [InlineData("init=/a cwd=relative", "bad kernel option: cwd=relative")]
    [InlineData("init=/a mount=tagonly", "bad kernel option: mount=tagonly")]
    [InlineData("init=/a mount=tag:relative", "bad kernel option: mount=tag:relative")]
    [InlineData("init=/a -- \"unfinished", "malformed quoting in the kernel command line")]
    [InlineData("init=/a -- \"bad \\q escape\"", "malformed quoting in the kernel command line")]
    [InlineData("init=/a -- \"bad \\xZZ\"", "malformed quoting in the kernel command line")]
    [InlineData("", "no program to run: the kernel option init= is missing")]
    [InlineData("init=", "no program to run: the kernel option init= is missing")]
    public void WrongLineGivesOneClearError(string text, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var line = new CommandLine(bytes.Length);
        Assert.False(line.Parse(bytes));
        Assert.Equal(expected, Text(line.Error));
    }

    [Fact]
    public void LineEndsAtItsNul()
    {
        CommandLine line = Parse("init=/a -- x\0 rubbish");
        Assert.Equal(["/a", "x"], Strings(line.Arguments));
    }

    private static CommandLine Parse(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var line = new CommandLine(bytes.Length);
        Assert.True(line.Parse(bytes), Text(line.Error));
        return line;
    }

    private static string Text(System.ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private static string[] Strings(ArgumentList list)
    {
        string[] strings = new string[list.Count];
        for (int index = 0; index < strings.Length; index++)
        {
            strings[index] = Text(list[index]);
        }

        return strings;
    }
}
