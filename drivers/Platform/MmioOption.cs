// Reads what virtio_mmio.device= on the kernel's command line says of a slot, as Linux and QEMU write it. Hardware collects them.
namespace Drivers.Platform;

using System;

/// <summary><c>size@base:irq[:id]</c>; size with an optional K, M or G, numbers decimal or with 0x.</summary>
public static class MmioOption
{
    private const ulong LongestSlot = 1 << 20;

    public static bool TryParse(ReadOnlySpan<byte> text, out MmioSlot slot)
    {
        slot = default;
        int at = text.IndexOf((byte)'@');
        int colon = text.IndexOf((byte)':');
        if (at <= 0 || colon < at)
        {
            return false;
        }

        ReadOnlySpan<byte> line = text.Slice(colon + 1);
        int next = line.IndexOf((byte)':');
        if (next >= 0)
        {
            // Linux numbers its devices with it.
            if (!TryNumber(line.Slice(next + 1), out _))
            {
                return false;
            }

            line = line.Slice(0, next);
        }

        if (!TrySize(text.Slice(0, at), out ulong size)
            || !TryNumber(text.Slice(at + 1, colon - at - 1), out ulong address)
            || !TryNumber(line, out ulong number)
            || size < Virtio.VirtioMmio.SlotLength || size > LongestSlot || number > byte.MaxValue)
        {
            return false;
        }

        // Registers are 32 bits wide and aligned; nothing of ours lies at 0 or beyond what a page table can say.
        slot = new MmioSlot(address, (int)number);
        return address != 0 && (address & 3) == 0 && address < 1UL << 52;
    }

    private static bool TrySize(ReadOnlySpan<byte> text, out ulong size)
    {
        int shift = text[text.Length - 1] switch
        {
            (byte)'K' or (byte)'k' => 10,
            (byte)'M' or (byte)'m' => 20,
            (byte)'G' or (byte)'g' => 30,
            _ => 0,
        };
        if (!TryNumber(shift == 0 ? text : text.Slice(0, text.Length - 1), out size) || size > LongestSlot)
        {
            return false;
        }

        size <<= shift;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        bool isHex = text.StartsWith("0x"u8) || text.StartsWith("0X"u8);
        ReadOnlySpan<byte> digits = isHex ? text.Slice(2) : text;
        uint radix = isHex ? 16u : 10u;
        if (digits.IsEmpty || digits.Length > 18)
        {
            return false;
        }

        for (int i = 0; i < digits.Length; i++)
        {
            uint digit = DigitOf(digits[i]);
            if (digit >= radix)
            {
                return false;
            }

            value = (value * radix) + digit;
        }

        return digits.Length <= 16 || !isHex;
    }

    private static uint DigitOf(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => (uint)(character - '0'),
        >= (byte)'a' and <= (byte)'f' => (uint)(character - 'a' + 10),
        >= (byte)'A' and <= (byte)'F' => (uint)(character - 'A' + 10),
        _ => uint.MaxValue,
    };
}
