// A virtio-9p device that was found, known by its mount tag: the folder of the host that it offers. DriverCatalog lists them;
// opening one makes the transport for a mount.
namespace Drivers.Virtio;

using System;
using System.Numerics;
using Drivers.Pci;
using Kernel.Abi;
using Kernel.Interrupts;
using Kernel.Memory;
using Kernel.Scheduling;

public sealed class Share
{
    private const ushort ConfigurationEntry = 0, QueueEntry = 1;
    private const int PageBytes = 4096;

    private readonly VirtioPci _device;
    private readonly MsiX? _msiX;
    private readonly MappedRegisters? _msiXTable;
    private readonly byte[] _tag;

    internal Share(PciAddress address, VirtioPci device, MsiX? msiX, MappedRegisters? msiXTable, ReadOnlySpan<byte> tag)
    {
        Address = address;
        _device = device;
        _msiX = msiX;
        _msiXTable = msiXTable;
        _tag = new byte[tag.Length];
        tag.CopyTo(_tag);
    }

    public PciAddress Address { get; }

    public ReadOnlySpan<byte> Tag => _tag;

    /// <summary>Null until <see cref="Open"/> has succeeded.</summary>
    public Virtio9P? Transport { get; private set; }

    /// <summary>Whether an answer interrupts; otherwise waiting is spinning.</summary>
    public bool HasInterrupts { get; private set; }

    /// <summary>Why <see cref="Open"/> returned EIO.</summary>
    public VirtioRefusal Refusal { get; private set; }

    /// <summary>Starts the device. At boot, once.</summary>
    /// <param name="requests">In flight at once, at most; the queue may make it fewer.</param>
    /// <param name="messageSize">The largest message that has to fit, in bytes: 128 KiB costs 560 bytes a request, 512 KiB 2112.</param>
    /// <returns>EBUSY when it is open, ENOMEM, EIO when the device does not start.</returns>
    public Result<Virtio9P> Open(int requests, int messageSize, Scheduler scheduler, InterruptTable interrupts, PhysicalPages pages)
    {
        if (Transport is not null)
        {
            return Errno.EBUSY;
        }

        int limit = Math.Min(Math.Max(requests, 1), Virtio9P.MostRequests);
        int size = Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)limit), _device.LargestQueueSize);
        var layout = new QueueLayout(size, RingTransport<QueuePages>.SegmentsFor(messageSize));
        Result<PhysicalAddress> memory = pages.AllocateContiguous((layout.Length + PageBytes - 1) / PageBytes);
        if (memory.IsError)
        {
            Refusal = VirtioRefusal.Memory;
            return memory.Error;
        }

        var queueInterrupt = new ShareInterrupt(isForQueue: true);
        var configurationInterrupt = new ShareInterrupt(isForQueue: false);
        HasInterrupts = TryRoute(configurationInterrupt, queueInterrupt, interrupts);

        var queueMemory = new QueuePages(memory.Value);
        var queue = new SplitQueue<QueuePages>(queueMemory, layout, _device.HasEventIndex, NinePFs.Wire.Wire9P.HeaderLength);
        var writer = new ChainWriter<QueuePages>(queueMemory, layout);
        Refusal = _device.Start(layout, memory.Value.Value);
        if (Refusal != VirtioRefusal.None)
        {
            _device.Stop();
            return Errno.EIO;
        }

        var transport = new Virtio9P(_device, queue, writer, layout, Math.Min(limit, size), scheduler, HasInterrupts);
        queueInterrupt.Transport = transport;
        configurationInterrupt.Transport = transport;
        Transport = transport;
        return transport;
    }

    private bool TryRoute(ShareInterrupt configuration, ShareInterrupt queue, InterruptTable interrupts)
    {
        if (_msiX is null || _msiXTable is null || _msiX.Count <= QueueEntry || !_msiX.TryEnable(_msiXTable))
        {
            return false;
        }

        if (TrySet(ConfigurationEntry, configuration, interrupts)
            && TrySet(QueueEntry, queue, interrupts)
            && _device.TrySetVectors(ConfigurationEntry, QueueEntry))
        {
            return true;
        }

        _msiX.Disable();
        return false;
    }

    private bool TrySet(ushort entry, ShareInterrupt handler, InterruptTable interrupts)
    {
        Result<byte> vector = interrupts.Allocate(handler);
        return !vector.IsError && _msiX!.TrySet(entry, Lapic.MessageAddress, vector.Value);
    }
}
