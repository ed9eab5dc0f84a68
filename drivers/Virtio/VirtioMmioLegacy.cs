// The registers of a virtio-mmio device of version 1 (virtio 1.2 §4.2.4), as QEMU has them unless told otherwise; VirtioMmio.Find makes it.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;

public sealed class VirtioMmioLegacy : VirtioMmio
{
    private const ulong GuestPageSize = 0x28, QueueSize = 0x38, QueueAlignment = 0x3C, QueuePage = 0x40;

    internal VirtioMmioLegacy(Registers registers)
        : base(registers)
    {
    }

    public override ReadOnlySpan<byte> TransportName => "mmio-legacy"u8;

    public override bool IsLegacy => true;

    public override uint Generation => 0;

    protected override VirtioFeatures ReadOffered() => (VirtioFeatures)ReadOffered(0);

    protected override void WriteAccepted(VirtioFeatures features) => WriteAccepted(0, (uint)features);

    protected override bool TryStartQueue(int size, ulong descriptors, ulong driver, ulong device)
    {
        ulong page = descriptors / LegacyAlignment;
        if (page > uint.MaxValue || descriptors % LegacyAlignment != 0)
        {
            return false;
        }

        // A reset forgets the page size.
        Registers.Write32(GuestPageSize, LegacyAlignment);
        SelectQueue();
        if (Registers.Read32(QueuePage) != 0)
        {
            return false;
        }

        Registers.Write32(QueueSize, (uint)size);
        Registers.Write32(QueueAlignment, LegacyAlignment);
        Registers.Write32(QueuePage, (uint)page);
        return Registers.Read32(QueuePage) == (uint)page;
    }
}
