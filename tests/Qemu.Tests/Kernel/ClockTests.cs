// The guest's date is the host's.
namespace Qemu.Tests.Kernel;

using System.IO;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

public sealed class ClockTests
{
    /// <summary>It lagged by up to two seconds: make found clocks skewed, ls showed the year of new files instead of their time.</summary>
    [OracleFact]
    public void FilesThatTheHostHasJustWrittenAreNotInTheFuture()
    {
        using var oracle = new HostOracle();
        File.WriteAllText(Path.Combine(oracle.GuestFolder, "new"), "");
        Outcome outcome = oracle.Run("/usr/bin/perl", "-MTime::HiRes=time,stat", "-e", "printf qq(%d\n), time >= (stat q(/tmp/new))[9]");
        Assert.Equal("1\n", outcome.OutputText);
    }
}
