// A base address register, decoded: where a device's registers are and how many. PciDevice reads it.
namespace Drivers.Pci;

public enum BarKind : byte
{
    /// <summary>Not implemented, or the upper half of a 64-bit register.</summary>
    None,
    Io,
    Memory,
}

/// <summary>PCI Local Bus 3.0 §6.2.5.1.</summary>
public readonly struct Bar
{
    private const uint IoSpace = 1;
    private const uint TypeMask = 6;
    private const uint Type64 = 4;

    public readonly BarKind Kind;

    /// <summary>Guest-physical, or a port; 0 when the firmware assigned none.</summary>
    public readonly ulong Address;

    /// <summary>Bytes, a power of two; of a <see cref="Placed"/> one the most that it can be.</summary>
    public readonly ulong Length;

    private Bar(BarKind kind, ulong address, ulong length)
    {
        Kind = kind;
        Address = address;
        Length = length;
    }

    /// <summary>Whether this register and the next one are halves of one address.</summary>
    public static bool Is64(uint low) => (low & (IoSpace | TypeMask)) == Type64;

    /// <summary>A register as it reads. An address is a multiple of the length, so the length is at most its lowest bit.</summary>
    /// <param name="low">The register.</param>
    /// <param name="high">The next one, of a 64-bit pair; otherwise 0.</param>
    public static Bar Placed(uint low, uint high)
    {
        bool isIo = (low & IoSpace) != 0;
        ulong address = isIo ? low & 0xFFFC : ((ulong)high << 32) | (low & ~15u);
        return new Bar(isIo ? BarKind.Io : BarKind.Memory, address, address & (~address + 1));
    }

    /// <summary>A register that was sized.</summary>
    /// <param name="low">The register.</param>
    /// <param name="high">The next one, of a 64-bit pair; otherwise 0.</param>
    /// <param name="lowMask">What the register reads after all ones were written to it.</param>
    /// <param name="highMask">The same of the next one, of a 64-bit pair; otherwise 0.</param>
    public static Bar Decode(uint low, uint high, uint lowMask, uint highMask)
    {
        if (lowMask == 0 && highMask == 0)
        {
            return default;
        }

        if ((low & IoSpace) != 0)
        {
            // Upper 16 bits may be hard-wired to zero: a port has 16 bits.
            uint ports = (lowMask & ~3u) | 0xFFFF0000;
            return new Bar(BarKind.Io, low & 0xFFFC, (ushort)(~ports + 1));
        }

        ulong mask = Is64(low) ? ((ulong)highMask << 32) | (lowMask & ~15u) : 0xFFFFFFFF00000000 | (lowMask & ~15u);
        ulong address = ((ulong)high << 32) | (low & ~15u);
        return new Bar(BarKind.Memory, address, ~mask + 1);
    }
}
