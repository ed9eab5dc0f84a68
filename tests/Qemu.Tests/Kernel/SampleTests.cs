// The first command of the README: no options at all.
namespace Qemu.Tests.Kernel;

using System.IO;
using Qemu.Tests.Running;

public sealed class SampleTests
{
    [Fact]
    public void RunningWithoutOptionsPrintsTheSampleAndLeavesItsReport()
    {
        string share = Path.Combine(Clone.Root, "samples/share");
        string report = Path.Combine(share, "report.txt");
        File.Delete(report);
        Outcome outcome = HostProcess.Run(Clone.RunScript, [], seconds: 120);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        string guest = File.ReadAllText(report);

        Outcome native = HostProcess.Run(Path.Combine(share, "WordCount"), [share]);
        Assert.Equal(native.OutputText.Replace(share + "/", "/"), outcome.OutputText);
        Assert.Equal(File.ReadAllText(report), guest);
    }
}
