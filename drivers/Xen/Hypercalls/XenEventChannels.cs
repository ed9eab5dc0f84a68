// The event channels of the domain: makes ports, takes Xen's upcall and calls who has the port. XenBoard makes it.
namespace Drivers.Xen.Hypercalls;

using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Interrupts;

public sealed unsafe class XenEventChannels : EventChannels
{
    /// <summary>Xen gives out the lowest free port; a share takes up to eight.</summary>
    private const int Capacity = 512;

    /// <summary>EVTCHNOP_* (xen/include/public/event_channel.h).</summary>
    private const uint BindVirtualInterrupt = 1, CloseOperation = 3, SendOperation = 4, StatusOperation = 5, AllocateOperation = 6, UnmaskOperation = 9;

    private const uint StatusClosed = 0, StatusInterdomain = 2;

    private const uint SetUpcallVector = 23;
    private const uint CallbackParameter = 0;
    private const ulong CallbackIsVector = 2ul << 56;

    private readonly XenEventChannel?[] _channels = new XenEventChannel?[Capacity];

    public XenEventChannels(SharedMemory sharedInfo)
    {
        Words = new EventWords(sharedInfo);
        Words.MaskAll();
    }

    internal EventWords Words { get; }

    /// <summary>From here on events interrupt; what has come before does so at once.</summary>
    /// <param name="hasOwnVector">Xen can raise an interrupt of the local APIC; otherwise it injects one, which needs no end and does not mind one.</param>
    public Errno Connect(InterruptTable interrupts, bool hasOwnVector)
    {
        Result<byte> vector = interrupts.Allocate(new Upcall(this));
        if (vector.IsError)
        {
            return vector.Error;
        }

        var request = new UpcallVector { Processor = 0, Vector = vector.Value };
        if (hasOwnVector && Hypercall.Call(Hypercall.HvmOperation, SetUpcallVector, &request) == Errno.None)
        {
            return Errno.None;
        }

        return Hypercall.WriteParameter(CallbackParameter, CallbackIsVector | vector.Value);
    }

    public override Result<EventChannel> AllocateUnbound(ushort remoteDomain, InterruptHandler handler)
    {
        var request = new UnboundPort { Domain = Hypercall.Self, Remote = remoteDomain };
        Errno error = Hypercall.Call(Hypercall.EventChannelOperation, AllocateOperation, &request);
        return error != Errno.None ? error : Add(request.Port, handler);
    }

    public override Result<EventChannel> BindKnown(uint port, InterruptHandler handler)
    {
        return StatusOf(port) == StatusClosed ? Errno.EINVAL : Add(port, handler);
    }

    /// <summary>A port for one of the virtual interrupts of Xen itself (xen/include/public/xen.h).</summary>
    public Result<EventChannel> BindVirtual(uint number, InterruptHandler handler)
    {
        var request = new VirtualPort { Number = number, Processor = 0 };
        Errno error = Hypercall.Call(Hypercall.EventChannelOperation, BindVirtualInterrupt, &request);
        return error != Errno.None ? error : Add(request.Port, handler);
    }

    internal void Remove(uint port)
    {
        _channels[port] = null;
        Operate(CloseOperation, port);
    }

    /// <summary>Calls the handler as if an event had come. Xen looks for one only when it clears the mask itself.</summary>
    internal void Raise(uint port)
    {
        Words.Mask(port);
        Words.SetPending(port);
        Unmask(port);
    }

    internal static void Send(uint port) => Operate(SendOperation, port);

    internal static void Unmask(uint port) => Operate(UnmaskOperation, port);

    internal static bool IsConnected(uint port) => StatusOf(port) == StatusInterdomain;

    private Result<EventChannel> Add(uint port, InterruptHandler handler)
    {
        if (port >= Capacity || _channels[port] is not null)
        {
            Operate(CloseOperation, port);
            return Errno.ENOSPC;
        }

        var channel = new XenEventChannel(this, port, handler);
        _channels[port] = channel;
        channel.Unmask();
        return channel;
    }

    /// <summary>One round: an event that comes meanwhile is an upcall of its own, so a peer that never stops does not keep the app from running.</summary>
    private void Dispatch()
    {
        Words.BeginUpcall();
        while (Words.TryTake(out uint port))
        {
            XenEventChannel? channel = port < Capacity ? _channels[port] : null;
            if (channel is null)
            {
                // Nobody has it.
                Words.Mask(port);
                continue;
            }

            channel.Handler.Handle();
        }
    }

    private static uint StatusOf(uint port)
    {
        var request = new PortStatus { Domain = Hypercall.Self, Port = port };
        return Hypercall.Call(Hypercall.EventChannelOperation, StatusOperation, &request) == Errno.None ? request.Status : StatusClosed;
    }

    private static void Operate(uint operation, uint port) => Hypercall.Call(Hypercall.EventChannelOperation, operation, &port);

    private sealed class Upcall(XenEventChannels channels) : InterruptHandler
    {
        public override void Handle() => channels.Dispatch();
    }

    /// <summary>xen_hvm_evtchn_upcall_vector.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct UpcallVector
    {
        public uint Processor;
        public byte Vector;
    }

    /// <summary>evtchn_alloc_unbound.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct UnboundPort
    {
        public ushort Domain;
        public ushort Remote;
        public uint Port;
    }

    /// <summary>evtchn_bind_virq.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct VirtualPort
    {
        public uint Number;
        public uint Processor;
        public uint Port;
    }

    /// <summary>evtchn_status, 24 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PortStatus
    {
        public ushort Domain;
        public uint Port;
        public uint Status;
        public uint Processor;
        public ulong Details;
    }
}
