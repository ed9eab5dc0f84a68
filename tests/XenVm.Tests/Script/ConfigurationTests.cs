// What the options become in the guest's xl.cfg, as --dry-run prints it.
namespace XenVm.Tests.Script;

using System.Linq;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class ConfigurationTests
{
    [Fact]
    public void FoldersAreListedWithTheirTags()
    {
        string[] lines = DryRun("--share", "/tmp", "--mount", "more=/usr:ro:/else", "--", "/x");
        Assert.Contains(
            "p9=[ \"tag=root,path=/share/0,security_model=none\", \"tag=more,path=/share/1,security_model=none\" ]", lines);
        Assert.Contains("id=share1,path=/usr,security_model=none,multidevs=remap,readonly=on", lines[0].Replace("\\", ""));
    }

    [Fact]
    public void OptionsReachTheKernel() => Assert.Contains(
        "cmdline=\"root=root rootfstype=9p rootflags=trans=xen,version=9p2000.L mount=more:/mnt/more init=/x loglevel=7 env=A=b "
        + "\\\"env=SPACE=c d\\\" cwd=/tmp stdin=escaped trace=9p stats=1 extra=1 -- one \\\"\\\\\\\"two\\\\\\\"\\\"\"",
        DryRun("--env", "A=b", "--env", "SPACE=c d", "--cwd", "/tmp", "--loglevel", "7", "--trace", "9p", "--stats",
            "--append", "extra=1", "--mount", "more=/usr", "--share", "/tmp", "--", "/x", "one", "\"two\""));

    [Theory]
    [InlineData("64M", "memory=64", "-m 776M")]
    [InlineData("300", "memory=300", "-m 1040M")]
    [InlineData("5121k", "memory=6", "-m 776M")]
    [InlineData("2G", "memory=2048", "-m 2624M")]
    public void MemoryIsTheGuestsAndTheHostGetsEnough(string size, string line, string host)
    {
        string[] lines = DryRun("--mem", size, "--share", "/tmp", "--", "/x");
        Assert.Contains(line, lines);
        Assert.Contains(host, lines[0]);
    }

    private static string[] DryRun(params string[] options)
    {
        Outcome outcome = HostProcess.Run(XenTestbed.RunScript, options.Prepend("--dry-run"), seconds: 20);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return outcome.OutputText.Split('\n');
    }
}
