// The registers of a virtio device on PCI from before virtio 1.0 (virtio 1.2 §4.1.4.10): one block of ports in BAR0.
// PciShares makes it for devices that have no others.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;

public sealed class VirtioPciLegacy : NegotiatedDevice
{
    private const ulong DeviceFeatures = 0, DriverFeatures = 4, QueuePage = 8, QueueSize = 12, QueueSelect = 14, QueueNotify = 16,
        StatusOffset = 18, InterruptStatus = 19, ConfigurationVector = 20, QueueVector = 22;

    // The two vectors push the device's part away, but only while MSI-X is on.
    private const ulong ConfigurationOffset = 20, ConfigurationOffsetWithVectors = 24;

    private const int PageShift = 12;

    private readonly PciDevice _device;
    private readonly MsiX? _msiX;
    private readonly Registers _registers;
    private readonly Registers _configuration;
    private readonly Registers _configurationWithVectors;

    /// <param name="device">Its BARs decode and it may reach memory.</param>
    /// <param name="msiX">Null when it has none; whether it is on decides where the configuration lies.</param>
    /// <param name="registers">At least <see cref="Length"/> bytes.</param>
    public VirtioPciLegacy(PciDevice device, MsiX? msiX, Registers registers)
    {
        _device = device;
        _msiX = msiX;
        _registers = registers;
        _configuration = new RegisterSlice(registers, ConfigurationOffset);
        _configurationWithVectors = new RegisterSlice(registers, ConfigurationOffsetWithVectors);
    }

    /// <summary>Bytes of the registers with both vectors, without the device's part.</summary>
    public const ulong Length = 24;

    public override ReadOnlySpan<byte> TransportName => "pci-legacy"u8;

    public override bool IsLegacy => true;

    public override bool IsQueueSizeFixed => true;

    public override uint Generation => 0;

    protected override Registers Configuration => HasVectors ? _configurationWithVectors : _configuration;

    protected override DeviceStatus Status
    {
        get => (DeviceStatus)_registers.Read8(StatusOffset);
        set => _registers.Write8(StatusOffset, (byte)value);
    }

    private bool HasVectors => _msiX is { IsEnabled: true };

    public override void Notify(ushort position) => _registers.Write16(QueueNotify, RequestQueue);

    protected override InterruptCauses ReadCauses() => (InterruptCauses)_registers.Read8(InterruptStatus);

    protected override bool TryWriteVectors(ushort configuration, ushort queue)
    {
        if (!HasVectors)
        {
            return false;
        }

        _registers.Write16(QueueSelect, RequestQueue);
        return TrySetVector(ConfigurationVector, configuration) & TrySetVector(QueueVector, queue);
    }

    protected override VirtioFeatures ReadOffered() => (VirtioFeatures)_registers.Read32(DeviceFeatures);

    protected override void WriteAccepted(VirtioFeatures features) => _registers.Write32(DriverFeatures, (uint)features);

    protected override int ReadQueueSize()
    {
        _registers.Write16(QueueSelect, RequestQueue);
        return _registers.Read16(QueueSize);
    }

    /// <remarks>One address says it all, the device computes the places of the rings from its size.</remarks>
    protected override bool TryStartQueue(int size, ulong descriptors, ulong driver, ulong device)
    {
        ulong page = descriptors >> PageShift;
        if (size != LargestQueueSize || page > uint.MaxValue || (descriptors & (LegacyAlignment - 1)) != 0)
        {
            return false;
        }

        _registers.Write16(QueueSelect, RequestQueue);
        _registers.Write32(QueuePage, (uint)page);
        return _registers.Read32(QueuePage) == (uint)page;
    }

    protected override bool IsPresent => _device.IsPresent;

    protected override void CutOff() => _device.DisableBusMaster();

    private bool TrySetVector(ulong offset, ushort vector)
    {
        _registers.Write16(offset, vector);
        return _registers.Read16(offset) == vector;
    }
}
