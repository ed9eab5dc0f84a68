// An event channel whose other end is the test: it counts, and remembers what it was told.
namespace Xen.Tests.Fakes;

using Drivers.Xen;
using Kernel.Interrupts;

public sealed class FakeChannel(uint port, InterruptHandler? handler) : EventChannel
{
    private bool _isPending;

    public override uint Port => port;

    /// <summary>The other end is there.</summary>
    public bool HasPeer { get; set; } = true;

    public override bool IsConnected => HasPeer && !IsClosed;

    public bool IsMasked { get; private set; }

    public bool IsClosed { get; private set; }

    public int Notifications { get; private set; }

    /// <summary>The other end rings.</summary>
    public void Raise()
    {
        _isPending = true;
        Deliver();
    }

    public override void Notify() => Notifications++;

    public override void Unmask()
    {
        IsMasked = false;
        Deliver();
    }

    public override void Mask() => IsMasked = true;

    public override void Forget() => _isPending = false;

    public override void Close() => IsClosed = true;

    private void Deliver()
    {
        if (_isPending && !IsMasked && !IsClosed)
        {
            _isPending = false;
            handler?.Handle();
        }
    }
}
