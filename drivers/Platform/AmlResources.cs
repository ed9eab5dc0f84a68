// Reads resource descriptors out of ACPI's code without running it; MmioSlots and the PCI host are filled from what it finds.
namespace Drivers.Platform;

using System;
using System.Buffers.Binary;

/// <summary>
/// An AML interpreter is a great deal for a few numbers. The firmware writes a device as its name, its _HID and a constant _CRS,
/// so: from a hardware id on, up to the next one, the first descriptor of a kind is that device's (ACPI 6.4 §6.4.2, §6.4.3).
/// </summary>
public static class AmlResources
{
    // Large resource items: type byte, length 2, then the fields.
    private const byte FixedMemory32 = 0x86, AddressSpace32 = 0x87, ExtendedInterrupt = 0x89;
    private const int ItemHeader = 3;
    private const int FixedMemoryLength = 9, AddressSpaceLength = 23, InterruptLength = 6;

    private const byte StringPrefix = 0x0D, DoubleWordPrefix = 0x0C, QuadWordPrefix = 0x0E, ReturnOperation = 0xA4;
    private const uint PackedPnp = 0xD041;

    private static ReadOnlySpan<byte> HardwareId => "_HID"u8;

    /// <summary>The virtio-mmio slots (LNRO0005), each a piece of memory and an interrupt.</summary>
    public static void AddSlots(ReadOnlySpan<byte> code, MmioSlots slots)
    {
        while (TryNext(ref code, "LNRO0005"u8, 0, out ReadOnlySpan<byte> device))
        {
            if (TryFindMemory(device, out ulong address) && TryFindInterrupt(device, out int line))
            {
                slots.Add(address, line);
            }
        }
    }

    /// <summary>The memory below 4 GiB that the PCI host bridge (PNP0A08) passes on.</summary>
    public static bool TryFindBridgeWindow(ReadOnlySpan<byte> code, out ulong start, out ulong length)
    {
        start = 0;
        length = 0;
        if (!TryNext(ref code, "PNP0A08"u8, 0x080A, out _))
        {
            return false;
        }

        // Its _CRS may come after the devices that are declared within it, so the end is not known.
        ReadOnlySpan<byte> bridge = code;
        for (int at = 0; at + ItemHeader + AddressSpaceLength <= bridge.Length; at++)
        {
            // Granularity 4, minimum 4, maximum 4, translation 4, length 4 follow three bytes of type 0 (memory) and flags.
            ReadOnlySpan<byte> item = bridge.Slice(at);
            if (IsItem(item, AddressSpace32, AddressSpaceLength) && item[ItemHeader] == 0)
            {
                start = BinaryPrimitives.ReadUInt32LittleEndian(item.Slice(ItemHeader + 7));
                ulong last = BinaryPrimitives.ReadUInt32LittleEndian(item.Slice(ItemHeader + 11));
                length = last - start + 1;
                return start != 0 && last > start;
            }
        }

        return false;
    }

    /// <summary>
    /// Where the PCI host bridge has its configuration space in memory: its _CBA, a method that returns a constant (PCI Firmware 3.3
    /// §4.1.3).
    /// </summary>
    public static bool TryFindConfiguration(ReadOnlySpan<byte> code, out ulong address)
    {
        address = 0;
        int at = IndexOf(code, "_CBA"u8);
        if (at < 0 || code.Length < at + 4 + 11)
        {
            return false;
        }

        // Or a name: then there is neither the byte of method flags nor the return.
        ReadOnlySpan<byte> value = code.Slice(at + 4);
        value = value[1] == ReturnOperation ? value.Slice(2) : value;
        address = value[0] switch
        {
            DoubleWordPrefix => BinaryPrimitives.ReadUInt32LittleEndian(value.Slice(1)),
            QuadWordPrefix => BinaryPrimitives.ReadUInt64LittleEndian(value.Slice(1)),
            _ => 0,
        };
        return address != 0 && (address & ((1 << 20) - 1)) == 0;
    }

    /// <summary>The lines of the interrupt links (PNP0C0F), in the order in which they are described.</summary>
    /// <returns>How many were found.</returns>
    public static int FindLinks(ReadOnlySpan<byte> code, Span<int> lines)
    {
        int count = 0;
        while (count < lines.Length && TryNext(ref code, "PNP0C0F"u8, 0x0F0C, out ReadOnlySpan<byte> link))
        {
            if (TryFindInterrupt(link, out int line))
            {
                lines[count++] = line;
            }
        }

        return count;
    }

    // Moves past the next device with that id, spelled out or, of the PNP ones, packed into four bytes (ACPI 6.4 §19.3.4): "PNP" and
    // the product number, which is big-endian there. What describes a device ends where the next hardware id stands.
    private static bool TryNext(ref ReadOnlySpan<byte> code, ReadOnlySpan<byte> id, ushort product, out ReadOnlySpan<byte> device)
    {
        device = default;
        while (true)
        {
            int start = IndexOf(code, HardwareId);
            if (start < 0)
            {
                return false;
            }

            code = code.Slice(start + HardwareId.Length);
            bool isSpelled = code.Length > id.Length && code[0] == StringPrefix && code.Slice(1).StartsWith(id);
            bool isPacked = product != 0 && code.Length > 4 && code[0] == DoubleWordPrefix
                && BinaryPrimitives.ReadUInt32LittleEndian(code.Slice(1)) == (PackedPnp | ((uint)product << 16));
            if (isSpelled || isPacked)
            {
                int end = IndexOf(code, HardwareId);
                device = end < 0 ? code : code.Slice(0, end);
                return true;
            }
        }
    }

    private static bool TryFindMemory(ReadOnlySpan<byte> device, out ulong address)
    {
        address = 0;
        for (int at = 0; at + ItemHeader + FixedMemoryLength <= device.Length; at++)
        {
            if (IsItem(device.Slice(at), FixedMemory32, FixedMemoryLength))
            {
                address = BinaryPrimitives.ReadUInt32LittleEndian(device.Slice(at + ItemHeader + 1));
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(device.Slice(at + ItemHeader + 5));
                return address != 0 && (address & 3) == 0 && length >= Virtio.VirtioMmio.SlotLength;
            }
        }

        return false;
    }

    private static bool TryFindInterrupt(ReadOnlySpan<byte> device, out int line)
    {
        line = 0;
        for (int at = 0; at + ItemHeader + InterruptLength <= device.Length; at++)
        {
            // Flags 1, count 1, then the numbers.
            if (IsItem(device.Slice(at), ExtendedInterrupt, InterruptLength) && device[at + ItemHeader + 1] == 1)
            {
                uint number = BinaryPrimitives.ReadUInt32LittleEndian(device.Slice(at + ItemHeader + 2));
                line = (int)number;
                return number <= byte.MaxValue;
            }
        }

        return false;
    }

    private static bool IsItem(ReadOnlySpan<byte> item, byte type, int length)
        => item[0] == type && item[1] == length && item[2] == 0;

    private static int IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        int from = 0;
        while (true)
        {
            int next = text.Slice(from).IndexOf(part[0]);
            if (next < 0)
            {
                return -1;
            }

            from += next;
            if (text.Slice(from).StartsWith(part))
            {
                return from;
            }

            from++;
        }
    }
}
