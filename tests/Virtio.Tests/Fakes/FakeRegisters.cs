// A block of device registers over an array; a test that needs behaviour derives from it.
namespace Virtio.Tests.Fakes;

using System;
using System.Buffers.Binary;
using Drivers.Pci;

public class FakeRegisters(int length) : Registers
{
    public byte[] Bytes { get; } = new byte[length];

    public override ulong Length => (ulong)Bytes.Length;

    public override byte Read8(ulong offset) => At(offset, 1)[0];

    public override ushort Read16(ulong offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    public override uint Read32(ulong offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    public override void Write8(ulong offset, byte value) => At(offset, 1)[0] = value;

    public override void Write16(ulong offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(At(offset, 2), value);

    public override void Write32(ulong offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(At(offset, 4), value);

    private Span<byte> At(ulong offset, int width)
    {
        Xunit.Assert.Equal(0ul, offset % (ulong)width);
        return Bytes.AsSpan((int)offset, width);
    }
}
