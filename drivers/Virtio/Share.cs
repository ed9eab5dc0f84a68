// A virtio-9p device that was found, known by its mount tag: the folder of the host that it offers. DriverCatalog lists them;
// opening one makes the transport for a mount.
namespace Drivers.Virtio;

using System;
using System.Numerics;
using Kernel.Abi;
using Kernel.Memory;
using Kernel.Scheduling;

public sealed class Share
{
    private const int PageBytes = 4096;

    private readonly NegotiatedDevice _device;
    private readonly ShareInterrupts _interrupts;
    private readonly byte[] _tag;

    internal Share(NegotiatedDevice device, ShareInterrupts interrupts, ReadOnlySpan<byte> tag)
    {
        _device = device;
        _interrupts = interrupts;
        _tag = new byte[tag.Length];
        tag.CopyTo(_tag);
    }

    public ReadOnlySpan<byte> Tag => _tag;

    /// <summary>Null until <see cref="Open"/> has succeeded.</summary>
    public Virtio9P? Transport { get; private set; }

    /// <summary>How an answer interrupts; with None waiting is polling.</summary>
    public InterruptKind Interrupts { get; private set; }

    /// <summary>Why <see cref="Open"/> returned EIO.</summary>
    public VirtioRefusal Refusal { get; private set; }

    /// <summary>Starts the device. At boot, once.</summary>
    /// <param name="requests">In flight at once, at most; the queue may make it fewer.</param>
    /// <param name="messageSize">The largest message that has to fit, in bytes: 128 KiB costs 560 bytes a request, 512 KiB 2112.</param>
    /// <returns>EBUSY when it is open, ENOMEM, EIO when the device does not start.</returns>
    public Result<Virtio9P> Open(int requests, int messageSize, Scheduler scheduler, PhysicalPages pages)
    {
        if (Transport is not null)
        {
            return Errno.EBUSY;
        }

        int limit = Math.Min(Math.Max(requests, 1), Virtio9P.MostRequests);
        int size = _device.IsQueueSizeFixed
            ? _device.LargestQueueSize
            : Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)limit), _device.LargestQueueSize);
        int segments = RingTransport<QueuePages>.SegmentsFor(messageSize);
        QueueLayout layout = _device.IsLegacy
            ? new QueueLayout(size, segments, NegotiatedDevice.LegacyAlignment)
            : new QueueLayout(size, segments);
        Result<PhysicalAddress> memory = pages.AllocateContiguous((layout.Length + PageBytes - 1) / PageBytes);
        if (memory.IsError)
        {
            Refusal = VirtioRefusal.Memory;
            return memory.Error;
        }

        var queueInterrupt = new ShareInterrupt(isForQueue: true);
        var configurationInterrupt = new ShareInterrupt(isForQueue: false);
        Interrupts = _interrupts.Connect(_device, configurationInterrupt, queueInterrupt);

        var queueMemory = new QueuePages(memory.Value);
        var queue = new SplitQueue<QueuePages>(queueMemory, layout, _device.HasEventIndex, NinePFs.Wire.Wire9P.HeaderLength);
        var writer = new ChainWriter<QueuePages>(queueMemory, layout);
        Refusal = _device.Start(
            size, queueMemory.AddressOf(layout.Descriptors), queueMemory.AddressOf(layout.Available), queueMemory.AddressOf(layout.Used));
        if (Refusal != VirtioRefusal.None)
        {
            _device.Stop();
            return Errno.EIO;
        }

        var transport = new Virtio9P(_device, queue, writer, layout, Math.Min(limit, size), scheduler, Interrupts != InterruptKind.None);
        queueInterrupt.Transport = transport;
        configurationInterrupt.Transport = transport;
        Transport = transport;
        return transport;
    }
}
