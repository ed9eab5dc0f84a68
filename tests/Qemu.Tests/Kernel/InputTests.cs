// The guest's stdin is the command's, byte for byte and with its end; stdout and stderr stay apart.
namespace Qemu.Tests.Kernel;

using System.Linq;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

public sealed class InputTests
{
    public static TheoryData<int> Sizes => new() { 0, 1, 15, 16, 17, 4096, 100_000, 1 << 20 };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void InputArrivesExactlyAndEnds(int size)
    {
        byte[] input = SampleTree.Bytes(size);
        Outcome outcome = Run(input, "/busybox", "cat");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(input, outcome.Output);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void EveryByteValuePasses()
    {
        byte[] input = Enumerable.Range(0, 512).Select(value => (byte)value).ToArray();
        Assert.Equal(input, Run(input, "/busybox", "cat").Output);
    }

    [Theory]
    [InlineData("</dev/null")]
    [InlineData("<&-")]
    public void InputMayBeAbsent(string redirection)
    {
        using var share = new GuestShare().With("busybox");
        Outcome outcome = HostProcess.Run("/bin/sh",
        [
            "-c", $"exec \"$0\" \"$@\" {redirection}", Clone.RunScript, "--kernel", Clone.Kernel, "--share", share.Root,
            "--timeout", "30", "--", "/busybox", "wc", "-c",
        ]);
        Assert.Equal("0\n", outcome.OutputText);
        Assert.Equal(0, outcome.ExitCode);
    }

    [Fact]
    public void InputThatIsNotReadDoesNotHoldUpTheEnd() =>
        Assert.Equal(0, Run(new byte[1 << 20], "/busybox", "true").ExitCode);

    [Fact]
    public void PartOfTheInputMayStayUnread()
    {
        byte[] input = Enumerable.Repeat("a line\n"u8.ToArray(), 10_000).SelectMany(line => line).ToArray();
        Assert.Equal("a line\na line\n", Run(input, "/busybox", "head", "-n", "2").OutputText);
    }

    [Fact]
    public void ErrorsGoToStderrOnly()
    {
        Outcome outcome = Run([], "/busybox", "cat", "/missing");
        Assert.Empty(outcome.Output);
        Assert.Equal("cat: can't open '/missing': No such file or directory\n", outcome.ErrorText);
        Assert.Equal(1, outcome.ExitCode);
    }

    private static Outcome Run(byte[] input, params string[] app)
    {
        using var share = new GuestShare().With("busybox");
        return new VirtualMachine { Share = share.Root, Input = input, TimeoutSeconds = 120 }.Run(app);
    }
}
