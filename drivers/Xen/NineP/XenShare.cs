// A share over Xen's 9pfs: opening it connects it with its backend. XenShares makes one for each device.
namespace Drivers.Xen.NineP;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Scheduling;
using NinePFs;

public sealed class XenShare : Share
{
    /// <summary>QEMU's server has 128 slots and, in old versions, hangs when all are taken.</summary>
    private const int MostRequests = 127;

    private readonly NinePFrontend _frontend;
    private Xen9P? _transport;
    private bool _isTried;

    internal XenShare(NinePFrontend frontend, ReadOnlySpan<byte> tag)
        : base(tag)
    {
        _frontend = frontend;
    }

    public override ReadOnlySpan<byte> Refusal => _frontend.FailureText;

    public override Result<Transport> Open(in ShareSizes sizes, Scheduler scheduler, PhysicalPages pages)
    {
        if (_isTried)
        {
            return Errno.EBUSY;
        }

        _isTried = true;
        ShareSizes own = sizes;
        own.Requests = Math.Min(Math.Max(sizes.Requests, 1), MostRequests);
        var events = new XenRingEvents();
        if (_frontend.Connect(in own, events) != FrontendFailure.None)
        {
            return Errno.EIO;
        }

        _transport = new Xen9P(_frontend, own.Requests, scheduler);
        events.Transport = _transport;
        Report();
        return _transport;
    }

    public override void Close()
    {
        if (_transport is not null)
        {
            _transport.End(PoisonReason.BackendClosed);
            _frontend.Close();
        }
    }

    public override void AddTo(ref ShareCounters counters)
    {
        if (_transport is null)
        {
            return;
        }

        counters.Interrupts += _transport.Events;
        counters.LostInterrupts += (ulong)_transport.Watch.LostInterrupts;
        counters.UselessInterrupts += (ulong)_transport.Watch.UselessInterrupts;
        counters.PagesKept += _frontend.PagesKept;
        for (int ring = 0; ring < _transport.RingCount; ring++)
        {
            counters.Notifications += _transport[ring].Notifications;
            counters.RingsUsed += _transport[ring].Posted != 0 ? 1 : 0;
        }
    }

    private void Report()
    {
        TextBuilder line = new(stackalloc byte[400]);
        line.Append("xen9p: "u8);
        line.Append(Tag);
        line.Append(": rings "u8);
        line.AppendDecimal((long)_frontend.Plan.Rings);
        line.Append(", KiB each "u8);
        line.AppendDecimal(4L << _frontend.Plan.Order);
        Log.Write(LogLevel.Information, line.Text);
    }
}
