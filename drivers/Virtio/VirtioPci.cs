// A modern virtio device on PCI with one queue, from reset to running and back (virtio 1.2 §3.1.1, §4.1).
// DriverCatalog makes it from mapped register blocks and Virtio9P runs on it.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;

public sealed class VirtioPci : VirtioDevice
{
    private const ushort RequestQueue = 0;

    // Each read leaves the VM, which takes a microsecond or so: a tenth of a second and more.
    private const int MostResetReads = 100_000;

    private readonly PciDevice _device;
    private readonly CommonConfiguration _common;
    private readonly Registers _configuration;
    private readonly Registers _notify;
    private readonly uint _notifyMultiplier;
    private ulong _notifyOffset;
    private QueueLayout? _layout;
    private ulong _queueAddress;
    private bool _hasVectors;
    private ushort _configurationVector;
    private ushort _queueVector;

    /// <param name="device">Its BARs decode and it may reach memory.</param>
    /// <param name="common">At least <see cref="CommonConfiguration.Length"/> bytes.</param>
    /// <param name="configuration">The device-specific block.</param>
    /// <param name="notify">The notification block.</param>
    /// <param name="notifyMultiplier">Bytes from queue to queue in it.</param>
    public VirtioPci(PciDevice device, Registers common, Registers configuration, Registers notify, uint notifyMultiplier)
    {
        _device = device;
        _common = new CommonConfiguration(common);
        _configuration = configuration;
        _notify = notify;
        _notifyMultiplier = notifyMultiplier;
    }

    public bool HasEventIndex { get; private set; }

    /// <summary>Descriptors that the device can do in its queue, after <see cref="Negotiate"/>.</summary>
    public int LargestQueueSize { get; private set; }

    /// <summary>Resets the device and agrees on features; afterwards its configuration may be read and its queue set up.</summary>
    public VirtioRefusal Negotiate()
    {
        if (!TryReset())
        {
            return VirtioRefusal.ResetTimeout;
        }

        _common.Status = DeviceStatus.Acknowledge;
        _common.Status = DeviceStatus.Acknowledge | DeviceStatus.Driver;
        var offered = (VirtioFeatures)_common.ReadDeviceFeatures();
        if ((offered & VirtioFeatures.Bad) != 0)
        {
            return Give(VirtioRefusal.FeatureTrap);
        }

        if ((offered & VirtioFeatures.Required) != VirtioFeatures.Required)
        {
            return Give(VirtioRefusal.FeatureMissing);
        }

        VirtioFeatures accepted = offered & VirtioFeatures.Understood;
        HasEventIndex = (accepted & VirtioFeatures.EventIndex) != 0;
        _common.WriteDriverFeatures((ulong)accepted);
        _common.Status |= DeviceStatus.FeaturesOk;
        if ((_common.Status & DeviceStatus.FeaturesOk) == 0)
        {
            return Give(VirtioRefusal.FeaturesRejected);
        }

        return FindQueue();
    }

    /// <summary>Reads the mount tag; needs features negotiated.</summary>
    public VirtioRefusal ReadTag(Span<byte> tag, out int length) => MountTag.Read(_common, _configuration, tag, out length);

    /// <summary>Sets the queue up and lets the device run.</summary>
    /// <param name="layout">Its size is at most <see cref="LargestQueueSize"/>.</param>
    /// <param name="address">Guest-physical address of the layout's first byte, zeroed memory.</param>
    public VirtioRefusal Start(QueueLayout layout, ulong address)
    {
        _layout = layout;
        _queueAddress = address;
        _common.SelectQueue(RequestQueue);
        _common.QueueSize = (ushort)layout.Size;
        if (_common.QueueSize != layout.Size)
        {
            return Give(VirtioRefusal.QueueSetup);
        }

        _common.SetQueueAddresses(
            address + (ulong)layout.Descriptors, address + (ulong)layout.Available, address + (ulong)layout.Used);
        _common.EnableQueue();
        if (!_common.IsQueueEnabled)
        {
            return Give(VirtioRefusal.QueueSetup);
        }

        _common.Status |= DeviceStatus.DriverOk;
        return VirtioRefusal.None;
    }

    /// <summary>Which MSI-X vectors the device uses; before <see cref="Start"/>.</summary>
    /// <returns>False when it refuses one of them: then it uses none, and has to be polled.</returns>
    public bool TrySetVectors(ushort configuration, ushort queue)
    {
        _common.SelectQueue(RequestQueue);
        _configurationVector = configuration;
        _queueVector = queue;
        _hasVectors = _common.TrySetConfigurationVector(configuration) && _common.TrySetQueueVector(queue);
        if (_hasVectors)
        {
            return true;
        }

        _common.TrySetConfigurationVector(CommonConfiguration.NoVector);
        _common.TrySetQueueVector(CommonConfiguration.NoVector);
        return false;
    }

    public override void Notify() => _notify.Write16(_notifyOffset, RequestQueue);

    /// <inheritdoc/>
    /// <remarks>A device that was unplugged reads as all ones, which has the bit as well.</remarks>
    public override bool NeedsReset() => (_common.Status & DeviceStatus.NeedsReset) != 0;

    /// <inheritdoc/>
    /// <remarks>When even reset does not help, the function loses the right to reach memory, but nothing confirms that it heeds that.</remarks>
    public override bool Stop()
    {
        if (TryReset())
        {
            return true;
        }

        if (!_device.IsPresent)
        {
            return true;
        }

        _device.DisableBusMaster();
        return false;
    }

    public override bool Restart()
    {
        bool hadEventIndex = HasEventIndex, hadVectors = _hasVectors;
        return _layout is not null
            && Negotiate() == VirtioRefusal.None
            && HasEventIndex == hadEventIndex
            && LargestQueueSize >= _layout.Size
            && (!hadVectors || TrySetVectors(_configurationVector, _queueVector))
            && Start(_layout, _queueAddress) == VirtioRefusal.None;
    }

    private VirtioRefusal FindQueue()
    {
        if (_common.QueueCount <= RequestQueue)
        {
            return Give(VirtioRefusal.QueueMissing);
        }

        _common.SelectQueue(RequestQueue);
        int size = _common.QueueSize;
        if (size == 0)
        {
            return Give(VirtioRefusal.QueueMissing);
        }

        if ((size & (size - 1)) != 0)
        {
            return Give(VirtioRefusal.QueueSize);
        }

        LargestQueueSize = size;
        _notifyOffset = (ulong)_common.QueueNotifyOffset * _notifyMultiplier;
        return _notify.Contains(_notifyOffset, 2) ? VirtioRefusal.None : Give(VirtioRefusal.NotifyAddress);
    }

    private VirtioRefusal Give(VirtioRefusal refusal)
    {
        _common.Status |= DeviceStatus.Failed;
        return refusal;
    }

    // The device has been reset when the status reads 0 (§4.1.4.3.2).
    private bool TryReset()
    {
        _common.Status = DeviceStatus.Reset;
        for (int i = 0; i < MostResetReads; i++)
        {
            if (_common.Status == DeviceStatus.Reset)
            {
                return true;
            }
        }

        return false;
    }
}
