// What one more operation costs in 9P messages that somebody waits for; asserted as the difference of two runs.
namespace Qemu.Tests.Kernel;

using System.IO;
using System.Linq;
using Qemu.Tests.Running;

public sealed class RoundTripTests
{
    private const string DeepFile = "/one/two/three/file";
    private const int Repetitions = 100;

    [Theory]
    [InlineData("stat", 2)]
    [InlineData("open", 2)] // and close, which is never waited for
    [InlineData("read", 1)]
    public void OneMoreCostsAtMost(string operation, int roundTrips)
    {
        using var share = new GuestShare().With("repeat");
        Directory.CreateDirectory(share["one/two/three"]);
        File.WriteAllBytes(share[DeepFile], new byte[10_000]);
        long once = Run(share, operation, DeepFile, 1)["9p_waits"];
        long often = Run(share, operation, DeepFile, 1 + Repetitions)["9p_waits"];
        Assert.InRange(often - once, 1, roundTrips * Repetitions);
    }

    [Fact]
    public void TheSameMappingAgainReadsNothing()
    {
        using var share = new GuestShare().With("repeat");
        File.WriteAllBytes(share["mapped"], new byte[3_000_000]);
        int once = CountReads(share, 1);
        Assert.InRange(once, 6, 24); // clusters, not pages
        Assert.Equal(once, CountReads(share, 5));
    }

    [Fact]
    public void AThousandNamesTakeTwoTreaddirAtMost()
    {
        using var share = new GuestShare().With("repeat");
        for (int number = 0; number < 1000; number++)
        {
            File.WriteAllText(share[$"tmp/a-file-with-some-name-{number}"], string.Empty);
        }

        Assert.InRange(CountReaddir(share, 2) - CountReaddir(share, 1), 1, 2);
    }

    [Fact]
    public void TraceShowsTheMessages()
    {
        using var share = new GuestShare().With("repeat");
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--trace", "9p"] }.Run("/repeat", "stat", "/tmp", "1");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("9p> Tversion", outcome.ErrorText);
        Assert.Contains("9p< Rversion", outcome.ErrorText);
        Assert.Contains("9p> Twalk", outcome.ErrorText);
    }

    private static int CountReaddir(GuestShare share, int times) =>
        new VirtualMachine { Share = share.Root, Options = ["--trace", "9p"] }
            .Run("/repeat", "list", "/tmp", times.ToString())
            .ErrorLines.Count(line => line.Contains("9p> Treaddir"));

    private static int CountReads(GuestShare share, int times) =>
        new VirtualMachine { Share = share.Root, Options = ["--trace", "9p"] }
            .Run("/repeat", "map", "/mapped", times.ToString())
            .ErrorLines.Count(line => line.Contains("9p> Tread "));

    private static Statistics Run(GuestShare share, string operation, string path, int times)
    {
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--stats"] }
            .Run("/repeat", operation, path, times.ToString());
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        return Statistics.Of(outcome);
    }
}
