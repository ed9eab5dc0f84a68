// Threads that read and write files do not wait for each other: their requests are in flight together.
namespace Qemu.Tests.Programs;

using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

public sealed class ParallelTests
{
    [OracleFact]
    public void EightThreadsOverTwoHundredFilesHaveManyRequestsOutstanding()
    {
        using LinuxOracle oracle = DotNetApp.Oracle("parallel", "dynamic", null, 120, "--trace", "9p");
        Outcome outcome = oracle.AssertSame(DotNetApp.PathOf("parallel", "dynamic"), "/tmp", "200", "8");
        Assert.True(MostOutstanding(outcome) >= 4, $"only {MostOutstanding(outcome)} requests were in flight together");
    }

    private static int MostOutstanding(Outcome outcome)
    {
        int outstanding = 0;
        int most = 0;
        foreach (string line in outcome.ErrorLines)
        {
            outstanding += line.StartsWith("9p> ") ? 1 : line.StartsWith("9p< ") ? -1 : 0;
            most = System.Math.Max(most, outstanding);
        }

        return most;
    }
}
