// String literals as ILC lays them out: attribute arguments and constants. Text in the kernel is UTF-8 spans.
namespace System;

using System.Runtime.CompilerServices;

public sealed class String : IEquatable<string>
{
    private readonly int _length;
    private char _firstChar;

    private String()
    {
    }

    public int Length => _length;

    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_length)
            {
                Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowIndexOutOfRangeException();
            }

            return Unsafe.Add(ref _firstChar, index);
        }
    }

    public static bool operator ==(string? left, string? right) => Equals(left, right);

    public static bool operator !=(string? left, string? right) => !Equals(left, right);

    public static bool Equals(string? left, string? right)
    {
        if ((object?)left == right)
        {
            return true;
        }

        if (left is null || right is null || left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(string? other) => Equals(this, other);

    public override bool Equals(object? other) => (object)this == other;

    public override int GetHashCode() => _length;
}
