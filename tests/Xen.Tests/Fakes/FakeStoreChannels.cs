// The port between the store's client and the fake xenstored.
namespace Xen.Tests.Fakes;

using Drivers.Xen;
using Kernel.Abi;
using Kernel.Interrupts;

public sealed class FakeStoreChannels(FakeStore store) : EventChannels
{
    public const uint Port = 1;

    private InterruptHandler? _handler;

    /// <summary>Times that the client rang.</summary>
    public int Notifications { get; private set; }

    /// <summary>What the client rings is lost.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Rung since the client last waited.</summary>
    public bool IsPending { get; set; }

    public void Ring() => IsPending = true;

    /// <summary>Delivers what is pending, as the processor does in ring 3.</summary>
    public void Interrupt()
    {
        if (IsPending)
        {
            IsPending = false;
            _handler!.Handle();
        }
    }

    public override Result<EventChannel> AllocateUnbound(ushort remoteDomain, InterruptHandler handler) => Errno.ENOSPC;

    public override Result<EventChannel> BindKnown(uint port, InterruptHandler handler)
    {
        if (port != Port)
        {
            return Errno.EINVAL;
        }

        _handler = handler;
        return new Channel(this, store);
    }

    private sealed class Channel(FakeStoreChannels channels, FakeStore store) : EventChannel
    {
        public override uint Port => FakeStoreChannels.Port;

        public override bool IsConnected => true;

        public override void Notify()
        {
            channels.Notifications++;
            if (!channels.IsDeaf)
            {
                store.Rung();
            }
        }

        public override void Unmask()
        {
        }

        public override void Mask()
        {
        }

        public override void Close()
        {
        }
    }
}
