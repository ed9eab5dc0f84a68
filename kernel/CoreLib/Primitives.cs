// The primitive types that are not integers of fixed width.
namespace System;

public readonly struct Boolean : IEquatable<bool>
{
    public bool Equals(bool other) => (bool)this == other;
}

public readonly struct Char : IEquatable<char>
{
    public const char MinValue = '\0';
    public const char MaxValue = '\uFFFF';

    public bool Equals(char other) => (char)this == other;
}

public readonly struct Single
{
}

public readonly struct Double
{
}

public readonly struct IntPtr : IEquatable<nint>
{
    public static nint Zero => 0;

    public static nint MinValue => unchecked((nint)0x8000000000000000);

    public static nint MaxValue => unchecked((nint)0x7FFFFFFFFFFFFFFF);

    public static int Size => 8;

    public bool Equals(nint other) => (nint)this == other;
}

public readonly struct UIntPtr : IEquatable<nuint>
{
    public static nuint Zero => 0;

    public static nuint MinValue => 0;

    public static nuint MaxValue => unchecked((nuint)0xFFFFFFFFFFFFFFFF);

    public static int Size => 8;

    public bool Equals(nuint other) => (nuint)this == other;
}
