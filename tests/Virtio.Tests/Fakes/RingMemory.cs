// The queue's memory for the driver under test: refuses an access outside it, a crooked one, and a read of what only the driver writes.
namespace Virtio.Tests.Fakes;

using System;
using Drivers.Virtio;

public readonly struct RingMemory(GuestMemory memory, ulong address, QueueLayout layout) : IQueueMemory
{
    public ulong AddressOf(int offset) => address + (ulong)offset;

    public ushort Read16(int offset)
    {
        Check(offset, 2, isRead: true);
        return memory.Read16(address + (ulong)offset);
    }

    public ulong Read64(int offset)
    {
        // An element of the used ring lies on a multiple of 4 (virtio 1.2 §2.7.8), not of 8.
        Check(offset, 8, isRead: true, alignment: 4);
        return memory.Read64(address + (ulong)offset);
    }

    public void Write16(int offset, ushort value)
    {
        Check(offset, 2, isRead: false);
        memory.Write16(address + (ulong)offset, value);
    }

    public void Write64(int offset, ulong value)
    {
        // Clearing all of the ring before the device starts is the one thing allowed everywhere.
        if (value != 0 || offset >= layout.RingLength)
        {
            Check(offset, 8, isRead: false);
        }

        memory.Write64(address + (ulong)offset, value);
    }

    public void Barrier()
    {
    }

    private void Check(int offset, int width, bool isRead, int alignment = 0)
    {
        if (offset < 0 || offset + width > layout.Length || offset % (alignment == 0 ? width : alignment) != 0)
        {
            throw new InvalidOperationException($"access of {width} bytes at {offset} of {layout.Length}");
        }

        bool isAllowed = layout is SplitLayout split ? IsDevices(split, offset, width) == isRead : IsAllowed((PackedLayout)layout, offset, isRead);
        if (!isAllowed)
        {
            throw new InvalidOperationException($"{(isRead ? "read" : "write")} at {offset}, the other side's part");
        }
    }

    private static bool IsDevices(SplitLayout layout, int offset, int width)
        => offset >= layout.DeviceArea && offset + width <= layout.AvailableEvent + 2;

    // Both sides write descriptors, and of what the driver reads there nothing but the second half counts.
    private static bool IsAllowed(PackedLayout layout, int offset, bool isRead)
    {
        bool isDescriptor = offset < layout.DriverArea;
        bool isDevices = offset >= layout.DeviceArea && offset < layout.RingLength;
        return isRead ? isDevices || (isDescriptor && offset % QueueLayout.DescriptorBytes == 8) : !isDevices;
    }
}
