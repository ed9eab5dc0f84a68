// The registers of a virtio-mmio device of version 2 (virtio 1.2 §4.2.2); VirtioMmio.Find makes it.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;

public sealed class VirtioMmioModern : VirtioMmio
{
    private const ulong QueueSize = 0x38, QueueReady = 0x44, QueueDescriptors = 0x80, QueueDriver = 0x90, QueueDevice = 0xA0,
        ConfigurationGeneration = 0xFC;

    internal VirtioMmioModern(Registers registers)
        : base(registers)
    {
    }

    public override ReadOnlySpan<byte> TransportName => "mmio"u8;

    public override bool IsLegacy => false;

    public override uint Generation => Registers.Read32(ConfigurationGeneration);

    protected override VirtioFeatures ReadOffered() => (VirtioFeatures)(ReadOffered(0) | ((ulong)ReadOffered(1) << 32));

    protected override void WriteAccepted(VirtioFeatures features)
    {
        WriteAccepted(0, (uint)features);
        WriteAccepted(1, (uint)((ulong)features >> 32));
    }

    protected override bool TryStartQueue(int size, ulong descriptors, ulong driver, ulong device)
    {
        SelectQueue();
        if (Registers.Read32(QueueReady) != 0)
        {
            return false;
        }

        Registers.Write32(QueueSize, (uint)size);
        Registers.Write64(QueueDescriptors, descriptors);
        Registers.Write64(QueueDriver, driver);
        Registers.Write64(QueueDevice, device);
        Registers.Write32(QueueReady, 1);
        return Registers.Read32(QueueReady) == 1;
    }
}
