// A list of byte strings in one block of memory: the arguments and the environment of the app. CommandLine fills it, UserStack copies it.
namespace Kernel.Process;

using System;

/// <summary>Byte strings in the order in which they were added; the memory is given at boot and never grows.</summary>
public sealed class ArgumentList
{
    private readonly byte[] _text;
    private readonly int[] _ends;

    /// <param name="bytes">Room for the text of all strings together.</param>
    /// <param name="count">Room for this many strings.</param>
    public ArgumentList(int bytes, int count)
    {
        _text = new byte[bytes];
        _ends = new int[count];
    }

    public int Count { get; private set; }

    /// <summary>Bytes of all strings together, without NULs.</summary>
    public int TextLength { get; private set; }

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            int start = index == 0 ? 0 : _ends[index - 1];
            return ((ReadOnlySpan<byte>)_text).Slice(start, _ends[index] - start);
        }
    }

    /// <summary>Appends a string; false when there is no room.</summary>
    public bool Add(ReadOnlySpan<byte> text)
    {
        if (Count == _ends.Length || text.Length > _text.Length - TextLength)
        {
            return false;
        }

        text.CopyTo(((Span<byte>)_text).Slice(TextLength));
        TextLength += text.Length;
        _ends[Count++] = TextLength;
        return true;
    }

    /// <summary>Where the text of the next string can be put, with a NUL behind it; then <see cref="AddFromRoom"/> adds it.</summary>
    public Span<byte> Room => ((Span<byte>)_text).Slice(TextLength);

    /// <summary>Adds the first bytes of <see cref="Room"/>; false when there are as many strings as there can be.</summary>
    public bool AddFromRoom(int length)
    {
        if (Count == _ends.Length)
        {
            return false;
        }

        TextLength += length;
        _ends[Count++] = TextLength;
        return true;
    }

    /// <summary>Puts a string before all others; false when there is no room.</summary>
    public bool Insert(ReadOnlySpan<byte> text)
    {
        if (Count == _ends.Length || text.Length > _text.Length - TextLength)
        {
            return false;
        }

        Span<byte> all = _text;
        all.Slice(0, TextLength).CopyTo(all.Slice(text.Length));
        text.CopyTo(all);
        for (int index = Count; index > 0; index--)
        {
            _ends[index] = _ends[index - 1] + text.Length;
        }

        _ends[0] = text.Length;
        TextLength += text.Length;
        Count++;
        return true;
    }

    /// <summary>Takes the first string out, if there is one.</summary>
    public void RemoveFirst()
    {
        if (Count == 0)
        {
            return;
        }

        int length = _ends[0];
        Span<byte> all = _text;
        all.Slice(length, TextLength - length).CopyTo(all);
        for (int index = 1; index < Count; index++)
        {
            _ends[index - 1] = _ends[index] - length;
        }

        TextLength -= length;
        Count--;
    }

    public void Clear()
    {
        Count = 0;
        TextLength = 0;
    }
}
