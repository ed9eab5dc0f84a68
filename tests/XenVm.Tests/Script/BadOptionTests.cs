// Whatever is wrong before anything starts is one clear line on stderr, exit code 125, and nothing on stdout.
namespace XenVm.Tests.Script;

using System.Linq;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class BadOptionTests
{
    [Theory]
    [InlineData("unknown option '--bogus'", "--bogus")]
    [InlineData("unknown option '--machine'", "--share", "/tmp", "--machine", "pc", "--", "/x")]
    [InlineData("unknown option '--transport'", "--share", "/tmp", "--transport", "pci", "--", "/x")]
    [InlineData("unknown option '--gdb'", "--share", "/tmp", "--gdb", "--", "/x")]
    [InlineData("--share wants a value", "--share")]
    [InlineData("--log wants a value", "--log")]
    [InlineData("no such folder: /nope", "--share", "/nope", "--", "/x")]
    [InlineData("no app", "--share", "/tmp")]
    [InlineData("no --share", "--", "/x")]
    [InlineData("--mem", "--share", "/tmp", "--mem", "much", "--", "/x")]
    [InlineData("at least 5M", "--share", "/tmp", "--mem", "4M", "--", "/x")]
    [InlineData("at most 64G", "--share", "/tmp", "--mem", "65G", "--", "/x")]
    [InlineData("--loglevel", "--share", "/tmp", "--loglevel", "9", "--", "/x")]
    [InlineData("--cwd", "--share", "/tmp", "--cwd", "relative", "--", "/x")]
    [InlineData("no such file: /nope.elf", "--share", "/tmp", "--kernel", "/nope.elf", "--", "/x")]
    [InlineData("no such file: /nope.sh", "--share", "/tmp", "--hooks", "/nope.sh", "--", "/x")]
    [InlineData("--mount wants", "--share", "/tmp", "--mount", "/tmp", "--", "/x")]
    [InlineData("is taken", "--share", "/tmp", "--mount", "m=/tmp", "--mount", "m=/usr", "--", "/x")]
    public void OneLineAnd125(string message, params string[] options) => AssertRefused(message, options);

    [Fact]
    public void MoreFoldersThanTheTestbedHasDevices() => AssertRefused(
        "at most 7 times --mount",
        ["--share", "/tmp", .. Enumerable.Range(0, 8).SelectMany(index => (string[])["--mount", $"m{index}=/usr"]), "--", "/x"]);

    [Fact]
    public void HelpIsNoError()
    {
        Outcome outcome = HostProcess.Run(XenTestbed.RunScript, ["--help"], seconds: 20);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("--share DIR", outcome.OutputText);
    }

    private static void AssertRefused(string message, string[] options) =>
        HostProcess.Run(XenTestbed.RunScript, options, seconds: 20).AssertRefused("tools/xen/run.sh", message);
}
