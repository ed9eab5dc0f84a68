// What has been typed and not yet read: whole lines, and behind them the one that is still being edited. Terminal owns one.
namespace Vfs.Terminals;

/// <summary>A ring of bytes with marks. Without canonical mode nothing is ever open to editing.</summary>
internal sealed class TypedInput
{
    /// <summary>The size of Linux's buffer: a longer line is cut.</summary>
    public const int Capacity = 4096;

    private const ushort LineEnd = 0x100, FileEnd = 0x200;

    private readonly ushort[] _entries = new ushort[Capacity];
    private int _start;

    /// <summary>Entries that readers may have.</summary>
    public int Committed { get; private set; }

    /// <summary>Entries of the line that is being typed.</summary>
    public int Editable { get; private set; }

    public int Count => Committed + Editable;

    /// <summary>One place is kept for the end of a line.</summary>
    public bool IsFull => Count >= Capacity - 1;

    /// <summary>Not even that one is left.</summary>
    public bool HasNoPlace => Count == Capacity;

    public byte this[int index] => (byte)_entries[(_start + index) % Capacity];

    public void Add(byte value)
    {
        _entries[(_start + Count) % Capacity] = value;
        Editable++;
    }

    /// <summary>A byte that ends its line and belongs to it.</summary>
    public void EndLine(byte value)
    {
        _entries[(_start + Count) % Capacity] = (ushort)(value | LineEnd);
        Editable++;
        Commit();
    }

    /// <summary>VEOF: ends the line without belonging to it; alone it is the end of the file.</summary>
    public void EndFile()
    {
        _entries[(_start + Count) % Capacity] = FileEnd | LineEnd;
        Editable++;
        Commit();
    }

    /// <summary>What is being typed may be read as it is.</summary>
    public void Commit()
    {
        Committed += Editable;
        Editable = 0;
    }

    /// <summary>Takes back the last byte of the line that is being typed.</summary>
    public void Erase() => Editable--;

    public void Clear()
    {
        _start = 0;
        Committed = 0;
        Editable = 0;
    }

    /// <summary>Whether the entry at the front ends a line, and whether it is no byte but the end of the file.</summary>
    public bool IsLineEnd => (_entries[_start] & LineEnd) != 0;

    public bool IsFileEnd => (_entries[_start] & FileEnd) != 0;

    /// <summary>Takes the entry at the front of the committed ones.</summary>
    public byte Take()
    {
        byte value = (byte)_entries[_start];
        _start = (_start + 1) % Capacity;
        Committed--;
        return value;
    }

    /// <summary>Committed bytes, without the ends of files.</summary>
    public int ReadableBytes
    {
        get
        {
            int count = 0;
            for (int index = 0; index < Committed; index++)
            {
                count += (_entries[(_start + index) % Capacity] & FileEnd) == 0 ? 1 : 0;
            }

            return count;
        }
    }
}
