// A virtio device with one queue, from reset to running and back (virtio 1.2 §3.1.1), without a register in it: VirtioPci,
// VirtioPciLegacy and the two of VirtioMmio supply those. DriverCatalog negotiates, VirtioShare starts it.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;

public abstract class NegotiatedDevice : VirtioDevice
{
    /// <summary>Bytes: legacy rings start at a page, and so does the used ring in them.</summary>
    public const int LegacyAlignment = 4096;

    /// <summary>The number of the only queue that a 9P device has.</summary>
    protected const ushort RequestQueue = 0;

    // Each read leaves the VM, which takes a microsecond or so: a tenth of a second and more.
    private const int MostResetReads = 100_000;

    // §2.7.1; with VIRTIO_F_RING_PACKED any size would do, but no device has another.
    private const int LargestSize = 32768;

    private const DeviceStatus Gone = (DeviceStatus)0xFF;
    private const InterruptCauses AllOnes = (InterruptCauses)0xFF;

    // What the device was started with, for Restart.
    private VirtioFeatures _agreed;
    private int _size;
    private ulong _descriptors;
    private ulong _driver;
    private ulong _device;
    private bool _hasVectors;
    private ushort _configurationVector;
    private ushort _queueVector;

    /// <summary>
    /// A device from before virtio 1.0: feature bits below 32 only, no FEATURES_OK, no word of its own death, and a split ring
    /// in one piece whose used ring is aligned to <see cref="LegacyAlignment"/> (§2.7.2).
    /// </summary>
    public abstract bool IsLegacy { get; }

    /// <summary>The transport's name in messages, one of the run script's --transport.</summary>
    public abstract ReadOnlySpan<byte> TransportName { get; }

    /// <summary>Whether <see cref="Start"/> takes no size but <see cref="LargestQueueSize"/>.</summary>
    public virtual bool IsQueueSizeFixed => false;

    /// <summary>What both sides agreed on; after <see cref="Negotiate"/>.</summary>
    public VirtioFeatures Features { get; private set; }

    public bool HasEventIndex => (Features & VirtioFeatures.EventIndex) != 0;

    /// <summary>Descriptors that the device can do in its queue, after <see cref="Negotiate"/>.</summary>
    public int LargestQueueSize { get; private set; }

    /// <summary>
    /// Resets the device and agrees on features; afterwards its configuration may be read and its queue set up. Again after every
    /// <see cref="Stop"/>.
    /// </summary>
    public VirtioRefusal Negotiate()
    {
        Features = VirtioFeatures.None;
        if (!TryReset())
        {
            return VirtioRefusal.ResetTimeout;
        }

        Status = DeviceStatus.Acknowledge;
        Status = DeviceStatus.Acknowledge | DeviceStatus.Driver;
        VirtioFeatures offered = ReadOffered();
        VirtioRefusal refusal = VirtioFeaturePolicy.Choose(offered, IsLegacy, out VirtioFeatures accepted);
        if (refusal != VirtioRefusal.None)
        {
            return Give(refusal);
        }

        WriteAccepted(accepted);
        if (!IsLegacy)
        {
            Status |= DeviceStatus.FeaturesOk;
            if ((Status & DeviceStatus.FeaturesOk) == 0)
            {
                return Give(VirtioRefusal.FeaturesRejected);
            }
        }

        Features = accepted;
        return FindQueue();
    }

    /// <summary>Reads the mount tag; needs features negotiated.</summary>
    public VirtioRefusal ReadTag(Span<byte> tag, out int length) => MountTag.Read(this, Configuration, tag, out length);

    /// <summary>Sets the queue up and lets the device run. The memory is zeroed.</summary>
    /// <param name="size">Descriptors, at most <see cref="LargestQueueSize"/>, and just that when <see cref="IsQueueSizeFixed"/>.</param>
    /// <param name="descriptors">Guest-physical address of the descriptor area (§2.6), of a legacy device a multiple of <see cref="LegacyAlignment"/>.</param>
    /// <param name="driver">Of the driver area: available ring, or the packed ring's driver events.</param>
    /// <param name="device">Of the device area: used ring, or the packed ring's device events.</param>
    public VirtioRefusal Start(int size, ulong descriptors, ulong driver, ulong device)
    {
        _agreed = Features;
        _size = size;
        _descriptors = descriptors;
        _driver = driver;
        _device = device;
        if (!TryStartQueue(size, descriptors, driver, device))
        {
            return Give(VirtioRefusal.QueueSetup);
        }

        Status |= DeviceStatus.DriverOk;
        return VirtioRefusal.None;
    }

    /// <summary>Why the device raised its interrupt line; asking lets the line fall. Not for MSI-X. What is gone has raised none.</summary>
    public InterruptCauses TakeInterrupt()
    {
        InterruptCauses causes = ReadCauses();
        return causes == AllOnes ? InterruptCauses.None : causes;
    }

    /// <summary>Which MSI-X vectors the device uses; after <see cref="Negotiate"/>, before <see cref="Start"/>.</summary>
    /// <returns>False when it has none or refuses one of them: then it uses none.</returns>
    public bool TrySetVectors(ushort configuration, ushort queue)
    {
        _configurationVector = configuration;
        _queueVector = queue;
        _hasVectors = TryWriteVectors(configuration, queue);
        if (!_hasVectors)
        {
            TryWriteVectors(CommonConfiguration.NoVector, CommonConfiguration.NoVector);
        }

        return _hasVectors;
    }

    /// <inheritdoc/>
    /// <remarks>What is gone reads as all ones. A legacy device has no word for it and dies silently.</remarks>
    public sealed override bool NeedsReset()
    {
        DeviceStatus status = Status;
        return status == Gone || (!IsLegacy && (status & DeviceStatus.NeedsReset) != 0);
    }

    /// <inheritdoc/>
    public sealed override bool Stop()
    {
        if (TryReset() || !IsPresent)
        {
            return true;
        }

        CutOff();
        return false;
    }

    /// <inheritdoc/>
    public sealed override bool Restart()
    {
        return _size != 0
            && Negotiate() == VirtioRefusal.None
            && Features == _agreed
            && LargestQueueSize >= _size
            && (!_hasVectors || TryWriteVectors(_configurationVector, _queueVector))
            && Start(_size, _descriptors, _driver, _device) == VirtioRefusal.None;
    }

    /// <summary>Changes whenever the device-specific configuration does (§2.5.1); 0 where there is no such register.</summary>
    public abstract uint Generation { get; }

    /// <summary>The device-specific part.</summary>
    protected abstract Registers Configuration { get; }

    protected abstract DeviceStatus Status { get; set; }

    /// <summary>Reads the interrupt status, and clears it.</summary>
    protected abstract InterruptCauses ReadCauses();

    protected abstract VirtioFeatures ReadOffered();

    protected abstract void WriteAccepted(VirtioFeatures features);

    /// <summary>Selects the queue and reads what the device can do in it; 0 for no queue.</summary>
    protected abstract int ReadQueueSize();

    protected abstract bool TryStartQueue(int size, ulong descriptors, ulong driver, ulong device);

    /// <summary>What else there is to find out about the queue once its size is good.</summary>
    protected virtual VirtioRefusal FindNotification() => VirtioRefusal.None;

    /// <summary>Writes both vectors. False when one of them does not read back.</summary>
    protected virtual bool TryWriteVectors(ushort configuration, ushort queue) => false;

    /// <summary>False once the device has been unplugged.</summary>
    protected virtual bool IsPresent => true;

    /// <summary>Takes the device's access to memory away as well as that can be done when it does not heed a reset.</summary>
    protected virtual void CutOff()
    {
    }

    private VirtioRefusal FindQueue()
    {
        int size = ReadQueueSize();
        if (size == 0)
        {
            return Give(VirtioRefusal.QueueMissing);
        }

        if ((size & (size - 1)) != 0 || size > LargestSize)
        {
            return Give(VirtioRefusal.QueueSize);
        }

        LargestQueueSize = size;
        VirtioRefusal refusal = FindNotification();
        return refusal == VirtioRefusal.None ? refusal : Give(refusal);
    }

    private VirtioRefusal Give(VirtioRefusal refusal)
    {
        Status |= DeviceStatus.Failed;
        return refusal;
    }

    // The device has been reset when the status reads 0 (§4.1.4.3.2).
    private bool TryReset()
    {
        Status = DeviceStatus.Reset;
        for (int i = 0; i < MostResetReads; i++)
        {
            DeviceStatus status = Status;
            if (status == DeviceStatus.Reset)
            {
                return true;
            }

            if (status == Gone && !IsPresent)
            {
                return false;
            }
        }

        return false;
    }
}
