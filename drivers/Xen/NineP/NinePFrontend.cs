// Our half of a 9pfs device: gets together with its backend by xenstore, grants it the rings, and takes everything back at the end
// (xen/docs/misc/9pfs.pandoc). XenShare opens and closes one.
namespace Drivers.Xen.NineP;

using System;
using Drivers.Xen.Bus;
using Kernel.Interrupts;

/// <summary>Connects once: QEMU does not survive a second connection of the same device.</summary>
public sealed class NinePFrontend
{
    private readonly XenMemory _memory;
    private readonly GrantTable _grants;
    private readonly EventChannels _channels;
    private GrantedRing?[] _granted = [];
    private XenbusFailure _connection;

    public NinePFrontend(XenbusDevice device, XenMemory memory, GrantTable grants, EventChannels channels)
    {
        Device = device;
        _memory = memory;
        _grants = grants;
        _channels = channels;
    }

    public XenbusDevice Device { get; }

    public FrontendFailure Failure { get; private set; }

    /// <summary>Why <see cref="Connect"/> failed, in words.</summary>
    public ReadOnlySpan<byte> FailureText =>
        _connection != XenbusFailure.None ? XenbusFailures.Text(_connection) : FrontendFailures.Text(Failure);

    public RingPlan Plan { get; private set; }

    /// <summary>Connected rings.</summary>
    public RequestRing[] Rings { get; private set; } = [];

    /// <summary>Pages that the backend would not let go of.</summary>
    public int PagesKept { get; private set; }

    /// <summary>xen-9pfsd has a folder of its own in the store (libxl: type=xen_9pfsd).</summary>
    private bool IsServedByDaemon
    {
        get
        {
            ReadOnlySpan<byte> path = Device.BackendPath, name = "/backend/xen_9pfs/"u8;
            for (int at = 0; at + name.Length <= path.Length; at++)
            {
                if (path.Slice(at, name.Length).SequenceEqual(name))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>At boot, once. Sleeps until the backend is there. On a failure everything is given back.</summary>
    /// <param name="events">Called when a ring of ours may have news.</param>
    public FrontendFailure Connect(in ShareSizes sizes, InterruptHandler events)
    {
        Failure = Prepare(in sizes, events);
        if (Failure != FrontendFailure.None)
        {
            Release();
            Device.Closed();
            return Failure;
        }

        Describe();
        _connection = Device.Connect();
        if (_connection != XenbusFailure.None)
        {
            Failure = FrontendFailure.Connection;
            Close();
            return Failure;
        }

        Rings = new RequestRing[_granted.Length];
        for (int index = 0; index < Rings.Length; index++)
        {
            Rings[index] = new RequestRing(index, _granted[index]!.Ring, _granted[index]!.Channel, sizes.Requests);
        }

        return FrontendFailure.None;
    }

    /// <summary>Tells the backend that it is over, waits a bounded time until it has let go, and takes back what it has let go of.</summary>
    public void Close()
    {
        Device.Close();
        Release();
        Device.Closed();
    }

    private FrontendFailure Prepare(in ShareSizes sizes, InterruptHandler events)
    {
        if (IsServedByDaemon)
        {
            return FrontendFailure.UserDialect;
        }

        _connection = Device.AwaitOffer();
        if (_connection != XenbusFailure.None)
        {
            return FrontendFailure.Connection;
        }

        FrontendFailure failure = BackendOffer.Read(Device, out BackendOffer offer);
        if (failure != FrontendFailure.None)
        {
            return failure;
        }

        Plan = RingPlan.For(in offer, in sizes, _grants.Capacity / Math.Max(sizes.Shares, 1));
        _granted = new GrantedRing?[Plan.Rings];
        for (int index = 0; index < _granted.Length && failure == FrontendFailure.None; index++)
        {
            failure = GrantedRing.TryMake(
                _memory, _grants, _channels, Device.BackendDomain, Plan.Order, events, out _granted[index]);
        }

        return failure;
    }

    /// <summary>What the backend has to know, to be written at once.</summary>
    private void Describe()
    {
        NodeBatch nodes = Device.Nodes;
        nodes.Clear();
        nodes.Add("version"u8, 1);
        nodes.Add("num-rings"u8, (uint)_granted.Length);
        for (int index = 0; index < _granted.Length; index++)
        {
            nodes.Add("ring-ref"u8, index, _granted[index]!.Reference);
            nodes.Add("event-channel-"u8, index, _granted[index]!.Channel.Port);
        }
    }

    private void Release()
    {
        for (int index = 0; index < _granted.Length; index++)
        {
            GrantedRing? ring = _granted[index];
            if (ring is not null)
            {
                ring.Release();
                PagesKept += ring.PagesKept;
                _granted[index] = null;
            }
        }
    }
}
