// The date of a guest of Xen is the host's, although the testbed was resumed from a snapshot.
namespace XenVm.Tests.Guests;

using System;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class ClockTests
{
    private const int DateResolution = 2; // seconds: dom0 sets whole ones

    [XenFact]
    public void TheDateIsTheHosts()
    {
        using GuestShare share = new GuestShare().With("busybox");
        long before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Outcome outcome = (XenTestbed.Machine with { Share = share.Root }).Run("/busybox", "date", "+%s");
        long after = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.InRange(long.Parse(outcome.OutputText), before - DateResolution, after + DateResolution);
    }
}
