// Whatever is wrong before the VM starts is one clear line on stderr, exit code 125, and nothing on stdout.
namespace Qemu.Tests.Script;

using Qemu.Tests.Running;

public sealed class BadOptionTests
{
    [Theory]
    [InlineData("unknown option '--bogus'", "--bogus")]
    [InlineData("--share wants a value", "--share")]
    [InlineData("no such folder: /nope", "--share", "/nope", "--", "/x")]
    [InlineData("no app", "--share", "/tmp")]
    [InlineData("no app after --", "--share", "/tmp", "--")]
    [InlineData("no --share", "--", "/x")]
    [InlineData("--mem", "--share", "/tmp", "--mem", "much", "--", "/x")]
    [InlineData("--mem", "--share", "/tmp", "--mem", "1", "--", "/x")]
    [InlineData("at least 5M", "--share", "/tmp", "--mem", "5119k", "--", "/x")]
    [InlineData("no app after --", "--share", "/tmp", "--", "")]
    [InlineData("--machine", "--share", "/tmp", "--machine", "vax", "--", "/x")]
    [InlineData("--accel", "--share", "/tmp", "--accel", "warp", "--", "/x")]
    [InlineData("--trace", "--share", "/tmp", "--trace", "all", "--", "/x")]
    [InlineData("--loglevel", "--share", "/tmp", "--loglevel", "9", "--", "/x")]
    [InlineData("--timeout", "--share", "/tmp", "--timeout", "soon", "--", "/x")]
    [InlineData("--env", "--share", "/tmp", "--env", "novalue", "--", "/x")]
    [InlineData("--cwd", "--share", "/tmp", "--cwd", "relative", "--", "/x")]
    [InlineData("no such file: /nope.elf", "--share", "/tmp", "--kernel", "/nope.elf", "--", "/x")]
    [InlineData("--mount wants", "--share", "/tmp", "--mount", "/tmp", "--", "/x")]
    [InlineData("no such folder: /nope", "--share", "/tmp", "--mount", "m=/nope:ro", "--", "/x")]
    [InlineData("is taken", "--share", "/tmp", "--mount", "m=/tmp", "--mount", "m=/usr", "--", "/x")]
    [InlineData("needs --machine microvm", "--share", "/tmp", "--transport", "mmio", "--", "/x")]
    [InlineData("needs --machine microvm", "--share", "/tmp", "--machine", "pc", "--transport", "mmio-legacy", "--", "/x")]
    [InlineData("needs --machine q35", "--share", "/tmp", "--machine", "pc", "--transport", "pci-port", "--", "/x")]
    [InlineData("not on a microvm", "--share", "/tmp", "--machine", "microvm", "--transport", "pci-legacy", "--", "/x")]
    [InlineData("needs acpi=on", "--share", "/tmp", "--machine", "microvm,acpi=off", "--transport", "pci", "--", "/x")]
    [InlineData("properties are K=V", "--share", "/tmp", "--machine", "q35,", "--", "/x")]
    [InlineData("properties are K=V", "--share", "/tmp", "--transport", "pci,packed", "--", "/x")]
    [InlineData("--transport", "--share", "/tmp", "--transport", "carrier-pigeon", "--", "/x")]
    public void OneLineAnd125(string message, params string[] options) =>
        HostProcess.Run(Clone.RunScript, options, seconds: 20).AssertRefused("qemu-run.sh", message);

    [Fact]
    public void HelpIsNoError()
    {
        Outcome outcome = HostProcess.Run(Clone.RunScript, ["--help"], seconds: 20);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("--share DIR", outcome.OutputText);
    }

    [Fact]
    public void QemuThatRefusesIsNamedWithItsReason()
    {
        Outcome outcome = (ScriptedGuest.Machine with { Options = ["--mem", "900T"] }).Run("/x", "exit", "0");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains("memory", Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public void AbsentQemuIs125()
    {
        // A PATH with everything but QEMU; as a user who may not install packages.
        Outcome outcome = HostProcess.Run("/bin/bash",
        [
            "-c", """
            tools=$(mktemp -d) && trap 'rm -rf "$tools"' EXIT
            for tool in bash readlink dirname stat cat; do ln -s "$(command -v "$tool")" "$tools/"; done
            PATH=$tools "$0" --kernel "$1" --share /tmp -- /x exit 0
            """, Clone.RunScript, Clone.ScriptKernel,
        ]);
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains("qemu-system-x86", Assert.Single(outcome.ErrorLines));
    }
}
