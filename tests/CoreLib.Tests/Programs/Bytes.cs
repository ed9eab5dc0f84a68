// BinaryPrimitives, MemoryMarshal, Unsafe, Interlocked and Volatile.
namespace Sample;

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

public static class Bytes
{
    public static unsafe ulong Run()
    {
        Digest digest = default;
        Span<byte> bytes = stackalloc byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, 0x1122334455667788);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[9..], 0xAABBCCDD);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[15..], 0xEEFF);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[20..], -2);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], -3);
        digest.Add(bytes);
        digest.Add((long)BinaryPrimitives.ReadUInt64LittleEndian(bytes[3..]));
        digest.Add(BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]));
        digest.Add(BinaryPrimitives.ReadUInt16LittleEndian(bytes[7..]));
        digest.Add(BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]));
        digest.Add(BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]));
        digest.Add(BinaryPrimitives.TryReadUInt32LittleEndian(bytes[30..], out uint missing) ? 1 : (long)missing);
        digest.Add(BinaryPrimitives.ReverseEndianness(0x11223344u));
        digest.Add((long)BinaryPrimitives.ReverseEndianness(0x1122334455667788ul));

        Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
        words[1] ^= 5;
        digest.Add(MemoryMarshal.AsBytes(words));
        digest.Add(MemoryMarshal.Read<int>(bytes[2..]));
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        digest.Add(Unsafe.Add(ref first, 9) + Unsafe.AddByteOffset(ref first, (nint)4));
        digest.Add(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref first, 3)));
        digest.Add((long)Unsafe.ByteOffset(ref first, ref bytes[17]));
        digest.Add(Unsafe.AreSame(ref first, ref bytes[0]));
        fixed (byte* pointer = bytes)
        {
            digest.Add(pointer[9] + *(short*)(pointer + 1));
        }

        int number = 5;
        long wide = 6;
        ulong bits = 7;
        uint flag = 1;
        digest.Add(Interlocked.Increment(ref number) + Interlocked.Add(ref wide, 10) + Interlocked.Decrement(ref number));
        digest.Add(Interlocked.Exchange(ref number, 50) + Interlocked.CompareExchange(ref number, 60, 50) + number);
        digest.Add((long)Interlocked.CompareExchange(ref bits, 9, 8) + (long)Interlocked.Exchange(ref bits, 11) + (long)bits);
        digest.Add(Interlocked.CompareExchange(ref flag, 0, 1) + flag);
        Volatile.Write(ref number, 12);
        Volatile.Write(ref wide, 13);
        digest.Add(Volatile.Read(ref number) + Volatile.Read(ref wide));
        Interlocked.MemoryBarrier();
        return digest.Value;
    }
}
