// A share on a virtio-9p device: opening it makes the ring and the transport. DriverCatalog makes one for each device.
namespace Drivers.Virtio;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Scheduling;
using NinePFs;

public sealed class VirtioShare : Share
{
    private readonly NegotiatedDevice _device;
    private readonly ShareInterrupts _interrupts;
    private VirtioRefusal _refusal;
    private Virtio9P? _transport;

    internal VirtioShare(NegotiatedDevice device, ShareInterrupts interrupts, ReadOnlySpan<byte> tag)
        : base(tag)
    {
        _device = device;
        _interrupts = interrupts;
    }

    public override ReadOnlySpan<byte> Refusal => VirtioRefusals.Text(_refusal);

    /// <summary>How an answer interrupts; with None waiting is polling.</summary>
    public InterruptKind Interrupts { get; private set; }

    /// <inheritdoc/>
    /// <remarks>A message of 128 KiB costs 560 bytes a request, one of 512 KiB 2112.</remarks>
    public override Result<Transport> Open(in ShareSizes sizes, Scheduler scheduler, PhysicalPages pages)
    {
        if (_transport is not null)
        {
            return Errno.EBUSY;
        }

        int limit = Math.Min(Math.Max(sizes.Requests, 1), Virtio9P.MostRequests);
        ChainBudget budget = ChainBudget.For(sizes.MessageSize);
        QueueLayout layout = QueueFormat.LayOut(
            _device.Features, _device.LargestQueueSize, _device.IsQueueSizeFixed, limit, budget.Segments);
        Result<PhysicalAddress> memory = pages.AllocateContiguous((layout.Length + PageSize.Bytes - 1) / PageSize.Bytes);
        if (memory.IsError)
        {
            _refusal = VirtioRefusal.Memory;
            return memory.Error;
        }

        var queueInterrupt = new ShareInterrupt(isForQueue: true);
        var configurationInterrupt = new ShareInterrupt(isForQueue: false);
        Interrupts = _interrupts.Connect(_device, configurationInterrupt, queueInterrupt);

        var queueMemory = new QueuePages(memory.Value);
        Queue queue = QueueFormat.Make(queueMemory, layout, _device.Features);
        _refusal = _device.Start(
            layout.Size,
            queueMemory.AddressOf(layout.DescriptorArea),
            queueMemory.AddressOf(layout.DriverArea),
            queueMemory.AddressOf(layout.DeviceArea));
        if (_refusal != VirtioRefusal.None)
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
        _transport = transport;
        Report(layout);
        return transport;
    }

    public override void AddTo(ref ShareCounters counters)
    {
        if (_transport is not null)
        {
            counters.Notifications += _transport.Notifications;
            counters.Interrupts += _transport.Interrupts;
            counters.LostInterrupts += (ulong)_transport.Watch.LostInterrupts;
            counters.UselessInterrupts += (ulong)_transport.Watch.UselessInterrupts;
            counters.Descriptors += _transport.Descriptors;
            counters.RingsUsed += _transport.Posted != 0 ? 1 : 0;
        }
    }

    private void Report(QueueLayout layout)
    {
        TextBuilder line = new(stackalloc byte[400]);
        line.Append("virtio9p: "u8);
        line.Append(Tag);
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
