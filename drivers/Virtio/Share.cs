// A virtio-9p device that was found, known by its mount tag: the folder of the host that it offers. DriverCatalog lists them;
// opening one makes the transport for a mount.
namespace Drivers.Virtio;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;
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
        ChainBudget budget = ChainBudget.For(messageSize);
        QueueLayout layout = QueueFormat.LayOut(
            _device.Features, _device.LargestQueueSize, _device.IsQueueSizeFixed, limit, budget.Segments);
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
        Queue queue = QueueFormat.Make(queueMemory, layout, _device.Features);
        Refusal = _device.Start(
            layout.Size,
            queueMemory.AddressOf(layout.DescriptorArea),
            queueMemory.AddressOf(layout.DriverArea),
            queueMemory.AddressOf(layout.DeviceArea));
        if (Refusal != VirtioRefusal.None)
        {
            _device.Stop();
            return Errno.EIO;
        }

        var transport = new Virtio9P(
            _device,
            queue,
            budget,
            MakeTails(layout.Slots, budget.TailBytes),
            Math.Min(limit, layout.Slots),
            scheduler,
            Interrupts != InterruptKind.None);
        queueInterrupt.Transport = transport;
        configurationInterrupt.Transport = transport;
        Transport = transport;
        Report(layout);
        return transport;
    }

    private void Report(QueueLayout layout)
    {
        TextBuilder line = new(stackalloc byte[400]);
        line.Append("virtio9p: "u8);
        line.Append(_tag);
        line.Append(": "u8);
        line.Append(_device.TransportName);
        line.Append(layout is PackedLayout ? ", packed ring, "u8 : ", split ring, "u8);
        line.Append(Interrupts switch
        {
            InterruptKind.Messages => "messages"u8,
            InterruptKind.Line => "line"u8,
            _ => "polling"u8,
        });
        Log.Write(LogLevel.Information, line.Text);
    }

    private static PayloadTail[] MakeTails(int slots, int bytes)
    {
        var tails = new PayloadTail[bytes == 0 ? 0 : slots];
        for (int slot = 0; slot < tails.Length; slot++)
        {
            tails[slot] = new PayloadTail(new DmaBuffer(bytes));
        }

        return tails;
    }
}
