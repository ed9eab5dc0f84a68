// The registers of a modern virtio device on PCI (virtio 1.2 §4.1). PciShares makes it from mapped register blocks.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;

public sealed class VirtioPci : NegotiatedDevice
{
    private readonly PciDevice _device;
    private readonly CommonConfiguration _common;
    private readonly Registers _configuration;
    private readonly Registers _interruptStatus;
    private readonly Registers _notify;
    private readonly uint _notifyMultiplier;
    private ulong _notifyOffset;

    /// <param name="device">Its BARs decode and it may reach memory.</param>
    /// <param name="common">At least <see cref="CommonConfiguration.Length"/> bytes.</param>
    /// <param name="configuration">The device-specific block.</param>
    /// <param name="interruptStatus">The ISR block, at least 1 byte.</param>
    /// <param name="notify">The notification block.</param>
    /// <param name="notifyMultiplier">Bytes from queue to queue in it.</param>
    public VirtioPci(PciDevice device, Registers common, Registers configuration, Registers interruptStatus, Registers notify, uint notifyMultiplier)
    {
        _device = device;
        _common = new CommonConfiguration(common);
        _configuration = configuration;
        _interruptStatus = interruptStatus;
        _notify = notify;
        _notifyMultiplier = notifyMultiplier;
    }

    public override ReadOnlySpan<byte> TransportName => "pci"u8;

    public override bool IsLegacy => false;

    public override uint Generation => _common.Generation;

    protected override Registers Configuration => _configuration;

    protected override DeviceStatus Status
    {
        get => _common.Status;
        set => _common.Status = value;
    }

    public override void Notify(ushort position)
    {
        if ((Features & VirtioFeatures.NotificationData) != 0)
        {
            _notify.Write32(_notifyOffset, RequestQueue | ((uint)position << 16));
        }
        else
        {
            _notify.Write16(_notifyOffset, RequestQueue);
        }
    }

    protected override InterruptCauses ReadCauses() => (InterruptCauses)_interruptStatus.Read8(0);

    protected override VirtioFeatures ReadOffered() => (VirtioFeatures)_common.ReadDeviceFeatures();

    protected override void WriteAccepted(VirtioFeatures features) => _common.WriteDriverFeatures((ulong)features);

    protected override int ReadQueueSize()
    {
        if (_common.QueueCount <= RequestQueue)
        {
            return 0;
        }

        _common.SelectQueue(RequestQueue);
        return _common.QueueSize;
    }

    protected override VirtioRefusal FindNotification()
    {
        _notifyOffset = (ulong)_common.QueueNotifyOffset * _notifyMultiplier;
        ulong width = (Features & VirtioFeatures.NotificationData) != 0 ? 4u : 2u;
        return _notify.Contains(_notifyOffset, width) ? VirtioRefusal.None : VirtioRefusal.NotifyAddress;
    }

    protected override bool TryWriteVectors(ushort configuration, ushort queue)
    {
        _common.SelectQueue(RequestQueue);
        return _common.TrySetConfigurationVector(configuration) & _common.TrySetQueueVector(queue);
    }

    protected override bool TryStartQueue(int size, ulong descriptors, ulong driver, ulong device)
    {
        _common.SelectQueue(RequestQueue);
        _common.QueueSize = (ushort)size;
        if (_common.QueueSize != size)
        {
            return false;
        }

        _common.SetQueueAddresses(descriptors, driver, device);
        _common.EnableQueue();
        return _common.IsQueueEnabled;
    }

    protected override bool IsPresent => _device.IsPresent;

    protected override void CutOff() => _device.DisableBusMaster();
}
