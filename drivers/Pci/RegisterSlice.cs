// A part of a block of registers as a block of its own; virtio devices that have everything in one block cut theirs with it.
namespace Drivers.Pci;

public sealed class RegisterSlice : Registers
{
    private readonly Registers _whole;
    private readonly ulong _start;

    /// <param name="start">Bytes into <paramref name="whole"/>; the slice goes to its end, and is empty when there is nothing.</param>
    public RegisterSlice(Registers whole, ulong start)
    {
        _whole = whole;
        _start = start;
        Length = whole.Length > start ? whole.Length - start : 0;
    }

    public override ulong Length { get; }

    public override byte Read8(ulong offset) => _whole.Read8(_start + offset);

    public override ushort Read16(ulong offset) => _whole.Read16(_start + offset);

    public override uint Read32(ulong offset) => _whole.Read32(_start + offset);

    public override void Write8(ulong offset, byte value) => _whole.Write8(_start + offset, value);

    public override void Write16(ulong offset, ushort value) => _whole.Write16(_start + offset, value);

    public override void Write32(ulong offset, uint value) => _whole.Write32(_start + offset, value);
}
