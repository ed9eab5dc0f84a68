// BusyBox does the same in a guest of Xen as on Linux: the second half of its commands, so that both run at once.
namespace XenVm.Tests.Guests;

using Qemu.Tests.Oracle;
using XenVm.Tests.Testbed;

public sealed class BusyBoxSecondHalfTests
{
    public static TheoryData<string> Commands => BusyBoxCommands.Half(1);

    [XenOracleTheory]
    [MemberData(nameof(Commands))]
    public void DoesTheSameAsOnLinux(string command)
    {
        using LinuxOracle oracle = XenTestbed.Oracle(SampleTree.Prepare, "PATH=/bin", "LANG=C");
        oracle.AssertSame(BusyBoxCommands.WordsOf(command));
    }
}
