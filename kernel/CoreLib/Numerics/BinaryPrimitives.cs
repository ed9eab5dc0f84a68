// Little-endian integers in bytes: 9P, virtio, ELF and PCI are all of that order.
namespace System.Buffers.Binary;

using System.Runtime.InteropServices;

public static class BinaryPrimitives
{
    public static short ReadInt16LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<short>(source);

    public static void WriteInt16LittleEndian(Span<byte> destination, short value) => MemoryMarshal.Write(destination, in value);

    public static bool TryReadInt16LittleEndian(ReadOnlySpan<byte> source, out short value)
    {
        bool fits = source.Length >= sizeof(short);
        value = fits ? MemoryMarshal.Read<short>(source) : default;
        return fits;
    }

    public static ushort ReadUInt16LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ushort>(source);

    public static void WriteUInt16LittleEndian(Span<byte> destination, ushort value) => MemoryMarshal.Write(destination, in value);

    public static bool TryReadUInt16LittleEndian(ReadOnlySpan<byte> source, out ushort value)
    {
        bool fits = source.Length >= sizeof(ushort);
        value = fits ? MemoryMarshal.Read<ushort>(source) : default;
        return fits;
    }

    public static int ReadInt32LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<int>(source);

    public static void WriteInt32LittleEndian(Span<byte> destination, int value) => MemoryMarshal.Write(destination, in value);

    public static bool TryReadInt32LittleEndian(ReadOnlySpan<byte> source, out int value)
    {
        bool fits = source.Length >= sizeof(int);
        value = fits ? MemoryMarshal.Read<int>(source) : default;
        return fits;
    }

    public static uint ReadUInt32LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<uint>(source);

    public static void WriteUInt32LittleEndian(Span<byte> destination, uint value) => MemoryMarshal.Write(destination, in value);

    public static bool TryReadUInt32LittleEndian(ReadOnlySpan<byte> source, out uint value)
    {
        bool fits = source.Length >= sizeof(uint);
        value = fits ? MemoryMarshal.Read<uint>(source) : default;
        return fits;
    }

    public static long ReadInt64LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<long>(source);

    public static void WriteInt64LittleEndian(Span<byte> destination, long value) => MemoryMarshal.Write(destination, in value);

    public static bool TryReadInt64LittleEndian(ReadOnlySpan<byte> source, out long value)
    {
        bool fits = source.Length >= sizeof(long);
        value = fits ? MemoryMarshal.Read<long>(source) : default;
        return fits;
    }

    public static ulong ReadUInt64LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ulong>(source);

    public static void WriteUInt64LittleEndian(Span<byte> destination, ulong value) => MemoryMarshal.Write(destination, in value);

    public static bool TryReadUInt64LittleEndian(ReadOnlySpan<byte> source, out ulong value)
    {
        bool fits = source.Length >= sizeof(ulong);
        value = fits ? MemoryMarshal.Read<ulong>(source) : default;
        return fits;
    }

    public static ushort ReverseEndianness(ushort value) => (ushort)((value << 8) | (value >> 8));

    public static uint ReverseEndianness(uint value) =>
        ((uint)ReverseEndianness((ushort)value) << 16) | ReverseEndianness((ushort)(value >> 16));

    public static ulong ReverseEndianness(ulong value) =>
        ((ulong)ReverseEndianness((uint)value) << 32) | ReverseEndianness((uint)(value >> 32));

    public static uint ReadUInt32BigEndian(ReadOnlySpan<byte> source) => ReverseEndianness(ReadUInt32LittleEndian(source));

    public static void WriteUInt32BigEndian(Span<byte> destination, uint value) =>
        WriteUInt32LittleEndian(destination, ReverseEndianness(value));
}
