// Event channels of a domain whose peers are the test, as many as it likes.
namespace Xen.Tests.Fakes;

using System.Collections.Generic;
using Drivers.Xen;
using Kernel.Abi;
using Kernel.Interrupts;

public sealed class FakeChannels : EventChannels
{
    public List<FakeChannel> Made { get; } = [];

    /// <summary>Ports that there are.</summary>
    public int Limit { get; set; } = int.MaxValue;

    public int Open => Made.FindAll(channel => !channel.IsClosed).Count;

    public override Result<EventChannel> AllocateUnbound(ushort remoteDomain, InterruptHandler handler)
    {
        if (Made.Count >= Limit)
        {
            return Errno.ENOSPC;
        }

        var channel = new FakeChannel((uint)(Made.Count + 20), handler);
        Made.Add(channel);
        return channel;
    }

    public override Result<EventChannel> BindKnown(uint port, InterruptHandler handler) => Errno.EINVAL;
}
