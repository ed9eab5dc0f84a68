// What does not fit into the guest's memory: large files pass through, greedy apps die, the kernel lives.
namespace Qemu.Tests.Kernel;

using System.IO;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

public sealed class MemoryLimitTests
{
    [Fact]
    public void AppThatTakesAllMemoryIsKilledWithAMessage()
    {
        using var share = new GuestShare().With("hog");
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--mem", "64M", "--stats"] }.Run("/hog");
        Assert.True(outcome.ExitCode == 137, outcome.ToString());
        Assert.Contains(outcome.ErrorLines, line => line.Contains("memory"));
        Statistics.Of(outcome).AssertNothingIsLeft();
    }

    [OracleFact]
    public void AGibibyteIsReadRightIn64Mebibytes()
    {
        using var oracle = new LinuxOracle(share =>
        {
            share.With("checksum");
            using FileStream file = File.Create(share["large"]);
            file.SetLength(1L << 30);
            byte[] block = SampleTree.Bytes(10_000);
            for (long position = 12_345; position < file.Length - block.Length; position += 3_333_333)
            {
                block[0]++; // no two alike, so that a block from the wrong place shows
                file.Position = position;
                file.Write(block);
            }
        })
        {
            Options = ["--mem", "64M"],
            TimeoutSeconds = 240,
        };
        oracle.AssertSame("/checksum", "/large");
    }

    [OracleTheory]
    [InlineData]
    [InlineData("change")]
    public void AMappedFileLargerThanMemoryIsReadRight(params string[] change)
    {
        using var oracle = new LinuxOracle(share =>
        {
            share.With("mapsum");
            File.WriteAllBytes(share["large"], SampleTree.Bytes(30_000_000));
        })
        {
            Options = ["--mem", "24M"],
            TimeoutSeconds = 120,
        };
        oracle.AssertSame(["/mapsum", "/large", .. change]);
    }

    [OracleFact]
    public void AFileLargerThanMemoryIsCopied()
    {
        using var oracle = new LinuxOracle(share =>
        {
            share.With("busybox");
            File.WriteAllBytes(share["large"], SampleTree.Bytes(40_000_000));
        })
        {
            Options = ["--mem", "24M"],
            TimeoutSeconds = 120,
        };
        oracle.AssertSame("/busybox", "cp", "/large", "/copy");
    }

    [OracleFact]
    public void ThreadsChangeMorePagesOfAFileThanThereIsMemory()
    {
        using var oracle = new LinuxOracle(share => share.With("sleeps")) { Options = ["--mem", "24M"], TimeoutSeconds = 120 };
        oracle.AssertSame("/sleeps", "crowd");
    }
}
