// Finds the 9pfs devices of this domain in the store. DriverCatalog keeps them; XenBoard runs it at boot.
namespace Drivers.Xen.NineP;

using System;
using Drivers.Virtio;
using Drivers.Xen.Bus;
using Kernel.Abi;

internal sealed class XenShares(DriverCatalog catalog, Xenbus bus, XenMemory memory, GrantTable grants, EventChannels channels)
{
    public void Probe()
    {
        var devices = new XenbusDevice[catalog.Capacity];
        int count = bus.Find("9pfs"u8, devices);
        for (int index = 0; index < count; index++)
        {
            Add(devices[index]);
        }
    }

    private void Add(XenbusDevice device)
    {
        Span<byte> tag = stackalloc byte[MountTag.Longest];
        Result<int> length = device.Read("tag"u8, tag);
        if (length.IsError || length.Value == 0)
        {
            DriverCatalog.Report("xen9p: "u8, device.Path, "the mount tag is malformed"u8);
            return;
        }

        catalog.Add("xen9p: "u8, device.Path, new XenShare(new NinePFrontend(device, memory, grants, channels), tag.Slice(0, length.Value)));
    }
}
