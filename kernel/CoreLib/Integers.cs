// The integer types: their limits, and equality for generic code such as MemoryExtensions.
namespace System;

public readonly struct SByte : IEquatable<sbyte>, IComparable<sbyte>
{
    public const sbyte MinValue = -128;
    public const sbyte MaxValue = 127;

    public bool Equals(sbyte other) => (sbyte)this == other;

    public int CompareTo(sbyte other) => (sbyte)this < other ? -1 : (sbyte)this > other ? 1 : 0;
}

public readonly struct Byte : IEquatable<byte>, IComparable<byte>
{
    public const byte MinValue = 0;
    public const byte MaxValue = 255;

    public bool Equals(byte other) => (byte)this == other;

    public int CompareTo(byte other) => (byte)this < other ? -1 : (byte)this > other ? 1 : 0;
}

public readonly struct Int16 : IEquatable<short>, IComparable<short>
{
    public const short MinValue = -32768;
    public const short MaxValue = 32767;

    public bool Equals(short other) => (short)this == other;

    public int CompareTo(short other) => (short)this < other ? -1 : (short)this > other ? 1 : 0;
}

public readonly struct UInt16 : IEquatable<ushort>, IComparable<ushort>
{
    public const ushort MinValue = 0;
    public const ushort MaxValue = 65535;

    public bool Equals(ushort other) => (ushort)this == other;

    public int CompareTo(ushort other) => (ushort)this < other ? -1 : (ushort)this > other ? 1 : 0;
}

public readonly struct Int32 : IEquatable<int>, IComparable<int>
{
    public const int MinValue = unchecked((int)0x80000000);
    public const int MaxValue = 0x7FFFFFFF;

    public bool Equals(int other) => (int)this == other;

    public int CompareTo(int other) => (int)this < other ? -1 : (int)this > other ? 1 : 0;
}

public readonly struct UInt32 : IEquatable<uint>, IComparable<uint>
{
    public const uint MinValue = 0;
    public const uint MaxValue = 0xFFFFFFFF;

    public bool Equals(uint other) => (uint)this == other;

    public int CompareTo(uint other) => (uint)this < other ? -1 : (uint)this > other ? 1 : 0;
}

public readonly struct Int64 : IEquatable<long>, IComparable<long>
{
    public const long MinValue = unchecked((long)0x8000000000000000);
    public const long MaxValue = 0x7FFFFFFFFFFFFFFF;

    public bool Equals(long other) => (long)this == other;

    public int CompareTo(long other) => (long)this < other ? -1 : (long)this > other ? 1 : 0;
}

public readonly struct UInt64 : IEquatable<ulong>, IComparable<ulong>
{
    public const ulong MinValue = 0;
    public const ulong MaxValue = 0xFFFFFFFFFFFFFFFF;

    public bool Equals(ulong other) => (ulong)this == other;

    public int CompareTo(ulong other) => (ulong)this < other ? -1 : (ulong)this > other ? 1 : 0;
}
