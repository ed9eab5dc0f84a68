// The guest's RAM as a device sees it: an array at a guest-physical address, every access checked against what was handed out.
namespace Virtio.Tests.Fakes;

using System;
using System.Buffers.Binary;
using NinePFs;

public sealed class GuestMemory(ulong start, int length)
{
    private readonly byte[] _bytes = new byte[length];

    private int _used;

    public ulong Start => start;

    /// <summary>Hands out zeroed memory at the next address of that alignment, plus <paramref name="skew"/>.</summary>
    public ulong Allocate(int count, int alignment = 4096, int skew = 0)
    {
        int offset = ((_used + alignment - 1) / alignment * alignment) + skew;
        _used = offset + count;
        if (_used > _bytes.Length)
        {
            throw new InvalidOperationException("the fake guest has too little memory");
        }

        return start + (ulong)offset;
    }

    public Span<byte> At(ulong address, int count) => _bytes.AsSpan(checked((int)(address - start)), count);

    public ushort Read16(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(At(address, 2));

    public uint Read32(ulong address) => BinaryPrimitives.ReadUInt32LittleEndian(At(address, 4));

    public ulong Read64(ulong address) => BinaryPrimitives.ReadUInt64LittleEndian(At(address, 8));

    public void Write16(ulong address, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(At(address, 2), value);

    public void Write32(ulong address, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(At(address, 4), value);

    public void Write64(ulong address, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(At(address, 8), value);

    public MessageBuffer AllocateBuffer(int count, int alignment = 64) => new Buffer(this, Allocate(count, alignment), count);

    private sealed class Buffer(GuestMemory memory, ulong address, int count) : MessageBuffer
    {
        public override Span<byte> Bytes => memory.At(address, count);

        public override ulong Address => address;
    }
}
