// The device of the root share gives up while a program uses it: each pending call is EIO once, then the program goes on.
namespace Qemu.Tests.Kernel;

using System.IO;
using Qemu.Tests.Running;

public sealed class SurvivalTests
{
    [Theory]
    [InlineData("pci", 9, 1)]
    [InlineData("pci,packed=on", 20, 1)]
    [InlineData("pci,vectors=0", 14, 1)]
    [InlineData("pci", 8, 16)]
    [InlineData("pci", 63, 16)]
    [InlineData("pci,packed=on", 200, 16)]
    public void GoesOnAfterItsDeviceWasReset(string transport, int message, int threads) =>
        Survives(["--transport", transport], message, threads);

    [Fact]
    public void GoesOnWithoutInterrupts() => Survives(["--append", "interrupts=none"], 30, 8);

    [Fact]
    public void GoesOnOnAMicrovm() => Survives(["--machine", "microvm"], 30, 8);

    /// <summary>A legacy device dies without a word: only its silence tells, and after ten seconds it is believed.</summary>
    [Theory]
    [InlineData("q35", "pci-legacy")]
    [InlineData("microvm", "mmio-legacy")]
    public void GoesOnAfterItsDeviceFellSilent(string machine, string transport) =>
        Survives(["--machine", machine, "--transport", transport], 14, 4);

    private static void Survives(string[] options, int message, int threads)
    {
        using GuestShare share = new GuestShare().With("survive");
        using var other = new GuestShare();
        Directory.CreateDirectory(share["mnt"]);
        Directory.CreateDirectory(share["folder"]);
        File.WriteAllText(share["folder/file"], "content");
        File.WriteAllText(share["data"], "data");
        File.WriteAllText(other["file"], "another share");
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = [.. options, "--mount", $"other={other.Root}:/mnt", "--append", $"break={message}", "--stats"],
        }.Run("/survive", "5", "/mnt/file", threads.ToString());
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.InRange(int.Parse(outcome.OutputText), 1, threads);
        Statistics statistics = Statistics.Of(outcome);
        Assert.Equal(1, statistics["9p_sessions_again"]);
        Assert.Equal(0, statistics["9p_stale_files"]);
        Assert.Equal(0, statistics["9p_requests_quarantined"]);
        statistics.AssertNothingIsLeft();
        Assert.Single(outcome.ErrorLines, line => line.Contains("session given up"));
    }
}
