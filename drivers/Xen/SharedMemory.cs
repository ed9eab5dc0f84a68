// Memory that another domain reads and writes while we do: rings, the pages of Xen itself. Everything in drivers/Xen works on it.
namespace Drivers.Xen;

using System;
using System.Threading;

/// <summary>
/// Each read and each write of an integer happens exactly once, in program order; the other side may change the memory at any time.
/// Offsets are bytes and come from our own arithmetic: one out of range is our bug, and a panic.
/// </summary>
public sealed unsafe class SharedMemory
{
    private readonly byte* _start;

    /// <param name="start">Stays valid and in place; aligned to 8.</param>
    /// <param name="length">Bytes.</param>
    public SharedMemory(byte* start, int length)
    {
        _start = start;
        Length = length;
    }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    internal byte* Start => _start;

    public byte ReadByte(int offset) => Volatile.Read(ref *At(offset, sizeof(byte)));

    public uint ReadUInt32(int offset) => Volatile.Read(ref *(uint*)At(offset, sizeof(uint)));

    public ulong ReadUInt64(int offset) => Volatile.Read(ref *(ulong*)At(offset, sizeof(ulong)));

    // Volatile is all that ordering takes: x86-64 keeps stores in order (Intel SDM volume 3A §9.2.2), the compiler has to be told.
    public void WriteByte(int offset, byte value) => Volatile.Write(ref *At(offset, sizeof(byte)), value);

    /// <summary>Visible after all earlier writes, like every write of an integer here.</summary>
    public void WriteUInt32(int offset, uint value) => Volatile.Write(ref *(uint*)At(offset, sizeof(uint)), value);

    public void WriteUInt64(int offset, ulong value) => Volatile.Write(ref *(ulong*)At(offset, sizeof(ulong)), value);

    /// <summary>Writes <paramref name="value"/> if the word is <paramref name="expected"/>, in one step. Returns what was there.</summary>
    public uint CompareExchangeUInt32(int offset, uint value, uint expected) =>
        Interlocked.CompareExchange(ref *(uint*)At(offset, sizeof(uint)), value, expected);

    public ulong CompareExchangeUInt64(int offset, ulong value, ulong expected) =>
        Interlocked.CompareExchange(ref *(ulong*)At(offset, sizeof(ulong)), value, expected);

    /// <summary>Writes a word and returns what was there, in one step.</summary>
    public ulong ExchangeUInt64(int offset, ulong value) => Interlocked.Exchange(ref *(ulong*)At(offset, sizeof(ulong)), value);

    /// <summary>Copies bytes out, once.</summary>
    public void Read(int offset, Span<byte> into) => new ReadOnlySpan<byte>(_start, Length).Slice(offset, into.Length).CopyTo(into);

    /// <summary>Copies bytes in; an integer that is written next is visible after them.</summary>
    public void Write(int offset, ReadOnlySpan<byte> from) => from.CopyTo(new Span<byte>(_start, Length).Slice(offset, from.Length));

    /// <summary>
    /// The bytes in place, for payload that is copied straight between here and an app. Not for anything that is looked at: the other
    /// side may change it between two looks.
    /// </summary>
    public Span<byte> Slice(int offset, int length) => new Span<byte>(_start, Length).Slice(offset, length);

    /// <summary>Makes all bytes zero.</summary>
    public void Clear() => new Span<byte>(_start, Length).Clear();

    /// <summary>Orders earlier writes before later reads: the one reordering that x86-64 does by itself.</summary>
    public static void Barrier() => Interlocked.MemoryBarrier();

    private byte* At(int offset, int size)
    {
        // Panics in the kernel, throws in the tests.
        _ = new ReadOnlySpan<byte>(_start, Length).Slice(offset, size);
        return _start + offset;
    }
}
