// .NET programs on files over Xen's 9pfs do what they do on Linux.
namespace XenVm.Tests.Guests;

using System.IO;
using System.Linq;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class AppTests
{
    [XenOracleFact]
    public void WordCount()
    {
        using LinuxOracle oracle = XenTestbed.Oracle(share =>
        {
            string samples = Path.Combine(Clone.Root, "samples/share");
            foreach (string text in Directory.GetFiles(samples, "*.txt").Where(file => Path.GetFileName(file) != "report.txt"))
            {
                File.Copy(text, share[Path.GetFileName(text)]);
            }

            File.Copy(Path.Combine(samples, "WordCount"), share["WordCount"]);
        });
        oracle.AssertSame("/WordCount", "/");
    }

    [XenOracleTheory]
    [InlineData("static", "keep")]
    [InlineData("pie", "keep")]
    [InlineData("static", "clean")]
    public void Files(string variant, string end)
    {
        string path = DotNetApp.PathOf("files", variant);
        using LinuxOracle oracle = XenTestbed.Oracle(share => share.With(path[1..]), "HOME=/tmp", "TMPDIR=/tmp");
        oracle.AssertSame(path, "/files", end);
    }

    /// <summary>The first command of the README, under Xen.</summary>
    [XenFact]
    public void WithoutOptionsItRunsTheSample()
    {
        string report = Path.Combine(Clone.Root, "samples/share/report.txt");
        File.Delete(report);
        Outcome outcome = HostProcess.Run(XenTestbed.RunScript, [], seconds: 120);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.NotEmpty(File.ReadAllText(report));
    }
}
