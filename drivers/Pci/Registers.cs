// A block of device registers with every access bounded; MappedRegisters is one in memory, the tests have scripted ones.
namespace Drivers.Pci;

/// <summary>Accesses are of exactly the width asked, as device registers want. An offset out of range is a bug of the driver.</summary>
public abstract class Registers
{
    /// <summary>Bytes.</summary>
    public abstract ulong Length { get; }

    public abstract byte Read8(ulong offset);

    public abstract ushort Read16(ulong offset);

    public abstract uint Read32(ulong offset);

    public abstract void Write8(ulong offset, byte value);

    public abstract void Write16(ulong offset, ushort value);

    public abstract void Write32(ulong offset, uint value);

    /// <summary>Low half first; for registers that are plain memory, where the order is nobody's business (virtio 1.2 §4.1.3.1).</summary>
    public void Write64(ulong offset, ulong value)
    {
        Write32(offset, (uint)value);
        Write32(offset + 4, (uint)(value >> 32));
    }

    /// <summary>Whether <paramref name="length"/> bytes from <paramref name="offset"/> lie within the block.</summary>
    public bool Contains(ulong offset, ulong length) => length <= Length && offset <= Length - length;
}
