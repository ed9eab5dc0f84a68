// The names of one batch of a path walk, each a slice of memory that the walker owns; made by PathWalk, read by file systems.
namespace Vfs;

using System;
using System.Runtime.CompilerServices;
using Kernel.Abi;

/// <summary>Up to <see cref="Limits.WalkNames"/> names in walk order.</summary>
public ref struct WalkNames
{
    private readonly ReadOnlySpan<byte> _text;
    private Bounds _bounds;

    /// <param name="text">The bytes that the names are slices of, e.g. a path.</param>
    public WalkNames(ReadOnlySpan<byte> text)
    {
        _text = text;
        _bounds = default;
        Count = 0;
    }

    public int Count { get; private set; }

    public readonly bool IsFull => Count == Limits.WalkNames;

    /// <summary>Appends the name at <paramref name="start"/>; the caller has checked that there is room.</summary>
    public void Add(int start, int length)
    {
        _bounds[Count++] = (start << 16) | length;
    }

    public readonly ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int bounds = _bounds[index];
            return _text.Slice(bounds >> 16, bounds & 0xFFFF);
        }
    }

    /// <summary>Where in the text the name begins.</summary>
    public readonly int StartOf(int index) => _bounds[index] >> 16;

    /// <summary>Where in the text the name ends, exclusive.</summary>
    public readonly int EndOf(int index) => (_bounds[index] >> 16) + (_bounds[index] & 0xFFFF);

    /// <summary>The first <paramref name="count"/> names alone.</summary>
    public readonly WalkNames First(int count)
    {
        WalkNames first = this;
        first.Count = count;
        return first;
    }

    [InlineArray(Limits.WalkNames)]
    private struct Bounds
    {
        private int _first;
    }
}
