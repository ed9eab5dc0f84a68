// Copying, filling and comparing memory in 16-byte blocks; Span, Array and every large struct copy come through here.
// Byte loops and rep movsb cost thirty times as much under QEMU's TCG; see cpu_copy in boot/Runtime.S for long copies.
namespace System;

using System.Runtime;
using System.Runtime.CompilerServices;

internal static unsafe class SpanHelpers
{
    private const nuint LongCopy = 512;

    internal static void Memmove(ref byte destination, ref byte source, nuint length)
    {
        byte* to = (byte*)Unsafe.AsPointer(ref destination);
        byte* from = (byte*)Unsafe.AsPointer(ref source);
        if (length <= 16)
        {
            MoveSmall(to, from, length);
        }
        else if (length <= 32)
        {
            Block16 head = *(Block16*)from;
            Block16 tail = *(Block16*)(from + length - 16);
            *(Block16*)to = head;
            *(Block16*)(to + length - 16) = tail;
        }
        else if ((nuint)(to - from) >= length)
        {
            if (length >= LongCopy && (nuint)(from - to) >= length)
            {
                Copy(to, from, length);
            }
            else
            {
                MoveForward(to, from, length);
            }
        }
        else
        {
            MoveBackward(to, from, length);
        }
    }

    internal static void Fill(ref byte destination, byte value, nuint length)
    {
        byte* to = (byte*)Unsafe.AsPointer(ref destination);
        ulong pattern = value * 0x0101010101010101UL;
        if (length < 8)
        {
            for (nuint i = 0; i < length; i++)
            {
                to[i] = value;
            }

            return;
        }

        byte* last = to + length - 8;
        for (; to < last; to += 8)
        {
            *(ulong*)to = pattern;
        }

        *(ulong*)last = pattern;
    }

    internal static void ClearWithoutReferences(ref byte destination, nuint length)
    {
        byte* to = (byte*)Unsafe.AsPointer(ref destination);
        for (; length >= 64; length -= 64, to += 64)
        {
            *(Block64*)to = default;
        }

        Fill(ref *to, 0, length);
    }

    internal static bool SequenceEqual(ref byte left, ref byte right, nuint length)
    {
        byte* a = (byte*)Unsafe.AsPointer(ref left);
        byte* b = (byte*)Unsafe.AsPointer(ref right);
        for (; length >= 8; length -= 8, a += 8, b += 8)
        {
            if (*(ulong*)a != *(ulong*)b)
            {
                return false;
            }
        }

        for (; length != 0; length--, a++, b++)
        {
            if (*a != *b)
            {
                return false;
            }
        }

        return true;
    }

    private static void MoveSmall(byte* to, byte* from, nuint length)
    {
        if (length >= 8)
        {
            ulong head = *(ulong*)from;
            ulong tail = *(ulong*)(from + length - 8);
            *(ulong*)to = head;
            *(ulong*)(to + length - 8) = tail;
        }
        else if (length >= 4)
        {
            uint head = *(uint*)from;
            uint tail = *(uint*)(from + length - 4);
            *(uint*)to = head;
            *(uint*)(to + length - 4) = tail;
        }
        else if (length >= 2)
        {
            ushort head = *(ushort*)from;
            ushort tail = *(ushort*)(from + length - 2);
            *(ushort*)to = head;
            *(ushort*)(to + length - 2) = tail;
        }
        else if (length != 0)
        {
            *to = *from;
        }
    }

    /// <summary>For a destination below the source, or apart from it. The last block is read before anything is written.</summary>
    private static void MoveForward(byte* to, byte* from, nuint length)
    {
        Block16 tail = *(Block16*)(from + length - 16);
        byte* last = to + length - 16;
        for (; to < last; to += 16, from += 16)
        {
            *(Block16*)to = *(Block16*)from;
        }

        *(Block16*)last = tail;
    }

    /// <summary>For a destination above an overlapping source. The first block is read before anything is written.</summary>
    private static void MoveBackward(byte* to, byte* from, nuint length)
    {
        Block16 head = *(Block16*)from;
        byte* first = to;
        from += length;
        for (to += length; to > first + 16; )
        {
            to -= 16;
            from -= 16;
            *(Block16*)to = *(Block16*)from;
        }

        *(Block16*)first = head;
    }

    [RuntimeImport("*", "cpu_copy")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Copy(void* destination, void* source, nuint length);

    private struct Block16
    {
        public ulong Low;
        public ulong High;
    }

    private struct Block64
    {
        public Block16 First;
        public Block16 Second;
        public Block16 Third;
        public Block16 Fourth;
    }
}

/// <summary>The name under which ILC copies structs with references; without a garbage collector there is no barrier.</summary>
public static class Buffer
{
    internal static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint length) =>
        SpanHelpers.Memmove(ref destination, ref source, length);
}
