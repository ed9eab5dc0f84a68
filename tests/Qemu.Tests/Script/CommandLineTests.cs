// What the options become on the command lines of the kernel and of QEMU.
namespace Qemu.Tests.Script;

using System.IO;
using Qemu.Tests.Running;

public sealed class CommandLineTests
{
    [Fact]
    public void OptionsReachTheKernel()
    {
        VirtualMachine machine = ScriptedGuest.Machine with
        {
            Options =
            [
                "--env", "A=b", "--env", "SPACE=c d", "--cwd", "/tmp", "--loglevel", "7", "--trace", "9p", "--stats",
                "--append", "extra=1", "--mount", "more=/usr:ro:/else",
            ],
        };
        Assert.Matches(
            "^date=[0-9]{16} root=root rootfstype=9p rootflags=trans=virtio,version=9p2000.L mount=more:/else:ro init=/x loglevel=7 env=A=b "
            + "\"env=SPACE=c d\" cwd=/tmp stdin=escaped trace=9p stats=1 extra=1 -- cmdline exit 0$",
            machine.Run("/x", "cmdline", "exit", "0").OutputText);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("\"quoted\" and \\ back")]
    [InlineData("line\nfeed, tab\t and \u0001")]
    [InlineData("Grüße 世界")]
    [InlineData("--")]
    [InlineData("$HOME `id` * ? 'x'")]
    public void ArgumentsArriveUnchanged(string argument)
    {
        byte[] expected = System.Text.Encoding.UTF8.GetBytes(argument);
        Assert.Equal(expected, ScriptedGuest.Run("out", argument, "exit", "0").Output);
    }

    [Fact]
    public void LongestCommandLineStillWorks() =>
        Assert.Equal(6, ScriptedGuest.Run("out", new string('a', 3800), "exit", "6").ExitCode);

    [Fact]
    public void TooLongCommandLineIsRefused()
    {
        Outcome outcome = ScriptedGuest.Run("out", new string('a', 4000), "exit", "6");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains("4000 bytes", Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public void FolderNamesMayHoldAnything()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("ninesharp-").FullName, "with, comma = and space:ro");
        Directory.CreateDirectory(folder);
        Outcome outcome = (ScriptedGuest.Machine with { Share = folder, Options = ["--mount", "m=" + folder] })
            .Run("/x", "exit", "9");
        Assert.Equal(9, outcome.ExitCode);
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public void TheFolderForTemporaryFilesMayHaveACommaInItsName()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("ninesharp-").FullName, "a,b")).FullName;
        Outcome outcome = HostProcess.Run("/usr/bin/env",
            ["TMPDIR=" + folder, Clone.RunScript, "--kernel", Clone.ScriptKernel, "--share", "/tmp", "--", "/x", "err", "e", "exit", "9"]);
        Assert.Equal("e", outcome.ErrorText);
        Assert.Equal(9, outcome.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Fact]
    public void DryRunPrintsTheCommandAndStartsNothing()
    {
        Outcome outcome = HostProcess.Run(
            Clone.RunScript, ["--dry-run", "--share", "/tmp", "--machine", "pc", "--mem", "64M", "--", "/app", "x"]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("qemu-system-x86_64 -machine pc", outcome.OutputText);
        Assert.Contains("-m 64M", outcome.OutputText);
        Assert.Contains("init=/app", outcome.OutputText);
        Assert.Single(outcome.OutputText.Split('\n'), line => line.Length > 0);
    }

    [Theory]
    [InlineData("pc", "pci", "-machine pc,", "virtio-9p-pci,disable-legacy=on,fsdev=root,mount_tag=root ")]
    [InlineData("q35", "pci-legacy", "-machine q35,", "virtio-9p-pci,disable-modern=on,disable-legacy=off,")]
    [InlineData("q35", "pci-port", "pcie-root-port,id=port1", "virtio-9p-pci,bus=port1,")]
    [InlineData("q35", "pci,packed=on,vectors=0", "-machine q35,", "mount_tag=root,packed=on,vectors=0 ")]
    [InlineData("microvm", "pci", "pcie=on", "virtio-9p-pci,")]
    [InlineData("microvm", "mmio", "virtio-mmio.force-legacy=false", "virtio-9p-device,fsdev=root")]
    [InlineData("microvm,acpi=off", "mmio-legacy", "acpi=off", "virtio-9p-device,fsdev=root")]
    [InlineData("microvm", "", "virtio-mmio.force-legacy=false", "virtio-9p-device,fsdev=root")]
    public void MachineAndTransportReachQemu(string machine, string transport, string first, string second)
    {
        string[] chosen = transport.Length == 0 ? [] : ["--transport", transport];
        Outcome outcome = HostProcess.Run(
            Clone.RunScript, ["--dry-run", "--share", "/tmp", "--machine", machine, .. chosen, "--", "/app"], seconds: 20);
        Assert.Equal(0, outcome.ExitCode);
        string command = outcome.OutputText.Replace("\\", "");
        Assert.Contains(first, command);
        Assert.Contains(second, command);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/tmp/..", true)]
    [InlineData("/:ro", true)]
    [InlineData("/:rw", false)]
    [InlineData("/tmp", false)]
    [InlineData("/tmp:ro", true)]
    [InlineData("/tmp:rw", false)]
    public void TheHostsOwnRootIsReadOnlyUnlessAskedOtherwise(string share, bool isReadOnly)
    {
        Outcome outcome = HostProcess.Run(Clone.RunScript, ["--dry-run", "--share", share, "--", "/app"], seconds: 20);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(isReadOnly, outcome.OutputText.Contains("readonly=on"));
        Assert.Equal(isReadOnly, outcome.OutputText.Replace("\\", "").Contains("version=9p2000.L,ro "));
    }

    [Fact]
    public void LegacySlotsAreNotForcedToBeModern()
    {
        Outcome outcome = HostProcess.Run(
            Clone.RunScript,
            ["--dry-run", "--share", "/tmp", "--machine", "microvm", "--transport", "mmio-legacy", "--", "/app"],
            seconds: 20);
        Assert.DoesNotContain("force-legacy=false", outcome.OutputText);
    }
}
