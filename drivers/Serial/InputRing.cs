// Bytes received and not yet read; the buffer between a console's interrupt and its readers. ConsoleDevice has one.
namespace Drivers.Serial;

using System;

public sealed class InputRing
{
    private readonly byte[] _bytes;
    private uint _written;
    private uint _read;

    /// <param name="capacity">Bytes, a power of two.</param>
    public InputRing(int capacity)
    {
        _bytes = new byte[capacity];
    }

    public int Count => (int)(_written - _read);

    public bool IsFull => Count == _bytes.Length;

    /// <summary>The oldest bytes, as many as lie in a row: all of them, or those up to the end of the array.</summary>
    public ReadOnlySpan<byte> Next
    {
        get
        {
            int start = (int)(_read & (uint)(_bytes.Length - 1));
            return new ReadOnlySpan<byte>(_bytes, start, Math.Min(Count, _bytes.Length - start));
        }
    }

    /// <summary>Only when it is not full.</summary>
    public void Add(byte value) => _bytes[(int)(_written++ & (uint)(_bytes.Length - 1))] = value;

    /// <summary>Drops the oldest bytes, at most <see cref="Count"/>.</summary>
    public void Skip(int count) => _read += (uint)count;
}
