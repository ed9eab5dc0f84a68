// BusyBox, statically linked and unmodified, does the same in the guest as on Linux.
namespace Qemu.Tests.Oracle;

public sealed class BusyBoxTests
{
    [OracleTheory]
    [MemberData(nameof(BusyBoxCommands.All), MemberType = typeof(BusyBoxCommands))]
    public void DoesTheSameAsOnLinux(string command)
    {
        using var oracle = new LinuxOracle(SampleTree.Prepare) { Environment = ["PATH=/bin", "LANG=C"] };
        oracle.AssertSame(BusyBoxCommands.WordsOf(command));
    }

    [OracleFact]
    public void ExtractsAnArchive()
    {
        using var oracle = new LinuxOracle(share =>
        {
            SampleTree.Prepare(share);
            Running.HostProcess.Run("/bin/tar", ["cf", share["archive.tar"], "--sort=name", "-C", share.Root, "data"]);
            Running.HostProcess.Run("/bin/rm", ["-rf", share["data"]]);
        });
        oracle.AssertSame("/busybox", "tar", "xvf", "/archive.tar", "-C", "/");
    }

    [OracleFact]
    public void SeesAThousandNames()
    {
        using var oracle = new LinuxOracle(share =>
        {
            share.With("busybox");
            for (int number = 0; number < 1000; number++)
            {
                System.IO.File.WriteAllText(share[$"tmp/name-{number}"], string.Empty);
            }
        });
        oracle.AssertSame("/busybox", "ls", "/tmp");
    }
}
