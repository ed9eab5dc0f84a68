// Where a virtio PCI device keeps its register blocks (virtio 1.2 §4.1.4); PciShares maps them and hands them to VirtioPci.
namespace Drivers.Virtio;

using Drivers.Pci;

/// <summary>One block of registers, checked to lie within its BAR.</summary>
public readonly struct VirtioWindow(ulong address, ulong length)
{
    /// <summary>Guest-physical; 0 when the device has no such block.</summary>
    public readonly ulong Address = address;

    /// <summary>Bytes.</summary>
    public readonly ulong Length = length;

    public bool IsPresent => Length != 0;
}

/// <summary>The first usable capability of each type; later ones are for drivers with other needs (§4.1.4.1).</summary>
public sealed class VirtioWindows
{
    // virtio_pci_cap: cap_vndr 1, cap_next 1, cap_len 1, cfg_type 1, bar 1, id 1, padding 2, offset 4, length 4; notify adds its multiplier.
    private const int BarIndex = 4, Offset = 8, Length = 12, Multiplier = 16;

    private const byte CommonType = 1, NotifyType = 2, InterruptStatusType = 3, DeviceType = 4;
    private const byte ShortestCapability = 16, ShortestNotifyCapability = 20;

    private VirtioWindows()
    {
    }

    public VirtioWindow Common { get; private set; }

    public VirtioWindow Notify { get; private set; }

    /// <summary>The ISR status byte.</summary>
    public VirtioWindow InterruptStatus { get; private set; }

    /// <summary>The part that depends on the device type: for 9P the mount tag.</summary>
    public VirtioWindow Configuration { get; private set; }

    /// <summary>Bytes between the notification addresses of neighbouring queues.</summary>
    public uint NotifyMultiplier { get; private set; }

    public VirtioRefusal Refusal { get; private set; }

    public static VirtioWindows Find(PciDevice device)
    {
        var windows = new VirtioWindows();
        CapabilityList list = device.Capabilities;
        while (list.MoveNext() && windows.Refusal == VirtioRefusal.None)
        {
            if (list.Id == CapabilityList.VendorSpecific)
            {
                windows.Consider(device, list.Offset, list.Header);
            }
        }

        if (windows.Refusal == VirtioRefusal.None
            && !(windows.Common.IsPresent && windows.Notify.IsPresent && windows.InterruptStatus.IsPresent && windows.Configuration.IsPresent))
        {
            windows.Refusal = VirtioRefusal.NoCapabilities;
        }

        return windows;
    }

    private void Consider(PciDevice device, int offset, uint header)
    {
        var type = (byte)(header >> 24);
        var length = (byte)(header >> 16);
        if (length < (type == NotifyType ? ShortestNotifyCapability : ShortestCapability) || offset + length > ConfigSpace.Length)
        {
            return;
        }

        if (type == CommonType && !Common.IsPresent)
        {
            Common = Read(device, offset, CommonConfiguration.Length);
        }
        else if (type == DeviceType && !Configuration.IsPresent)
        {
            Configuration = Read(device, offset, 1);
        }
        else if (type == InterruptStatusType && !InterruptStatus.IsPresent)
        {
            InterruptStatus = Read(device, offset, 1);
        }
        else if (type == NotifyType && !Notify.IsPresent)
        {
            Notify = Read(device, offset, sizeof(ushort));
            NotifyMultiplier = device.Read32(offset + Multiplier);
        }
    }

    private VirtioWindow Read(PciDevice device, int offset, ulong minimum)
    {
        Bar bar = device.ReadBar((byte)device.Read32(offset + BarIndex));
        ulong start = device.Read32(offset + Offset);
        ulong length = device.Read32(offset + Length);
        if (bar.Kind != BarKind.Memory || length < minimum)
        {
            // An I/O BAR is allowed, but the device must offer the same block in memory as well.
            return default;
        }

        if (bar.Address == 0)
        {
            Refusal = VirtioRefusal.BarUnassigned;
            return default;
        }

        if (start + length > bar.Length)
        {
            Refusal = VirtioRefusal.CapabilityOutsideBar;
            return default;
        }

        return new VirtioWindow(bar.Address + start, length);
    }
}
