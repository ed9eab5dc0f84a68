// Bytes on their way from one end to the other: a ring in pages that are borrowed when they are needed. Pipe and SocketEnd own one each.
namespace Vfs.Ram;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

/// <summary>Positions are counted from the oldest byte. What is written counts once <see cref="Commit"/> says so.</summary>
internal sealed class PageRing(PageStore pages)
{
    public const int Capacity = PageCount * PageStore.PageSize;

    private const int PageCount = 16;

    // Of borrowed pages, plus one: 0 is a place without.
    private readonly int[] _references = new int[PageCount];
    private int _start;

    public int Count { get; private set; }

    public int Room => Capacity - Count;

    /// <summary>Borrows every page, for who cannot wait for one later. ENOMEM; nothing is borrowed then.</summary>
    public Errno Fill()
    {
        Errno error = Borrow(0, Capacity);
        if (error != Errno.None)
        {
            Close();
        }

        return error;
    }

    /// <summary>Gives the pages back, with what is in them.</summary>
    public void Close()
    {
        _start = 0;
        Count = 0;
        for (int index = 0; index < PageCount; index++)
        {
            if (_references[index] != 0)
            {
                pages.Return(_references[index] - 1);
                _references[index] = 0;
            }
        }
    }

    /// <summary>Copies into the room behind what is there. ENOMEM without a page for it.</summary>
    /// <param name="ahead">Bytes to leave between.</param>
    public Errno Write(IoBuffer from, int offset, int ahead, int count)
    {
        Errno error = Borrow(_start + Count + ahead, count);
        for (int done = 0; done < count && error == Errno.None;)
        {
            Span<byte> part = Run(Count + ahead + done, count - done);
            error = from.Get(offset + done, part);
            done += part.Length;
        }

        return error;
    }

    public void WriteLength(int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        for (int index = 0; index < bytes.Length; index++)
        {
            Run(Count + index, 1)[0] = bytes[index];
        }
    }

    public void Commit(int count) => Count += count;

    public Errno Read(IoBuffer into, int offset, int position, int count)
    {
        Errno error = Errno.None;
        for (int done = 0; done < count && error == Errno.None;)
        {
            Span<byte> part = Run(position + done, count - done);
            error = into.Put(offset + done, part);
            done += part.Length;
        }

        return error;
    }

    public int ReadLength()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = Run(index, 1)[0];
        }

        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    /// <summary>Drops the oldest bytes.</summary>
    public void Skip(int count)
    {
        _start = (_start + count) % Capacity;
        Count -= count;
    }

    /// <summary>Puts bytes before the oldest, into room whose pages are there because bytes were skipped from it.</summary>
    public void PutBack(IoBuffer from, int offset, int count)
    {
        _start = (_start - count + Capacity) % Capacity;
        Count += count;
        for (int done = 0; done < count;)
        {
            Span<byte> part = Run(done, count - done);
            from.Get(offset + done, part);
            done += part.Length;
        }
    }

    private Span<byte> Run(int position, int limit)
    {
        int place = (_start + position) % Capacity;
        int within = place % PageStore.PageSize;
        return pages.Page(_references[place / PageStore.PageSize] - 1).Slice(within, Math.Min(limit, PageStore.PageSize - within));
    }

    private Errno Borrow(int place, int count)
    {
        for (int page = place / PageStore.PageSize; page * PageStore.PageSize < place + count; page++)
        {
            ref int reference = ref _references[page % PageCount];
            if (reference == 0)
            {
                Result<int> taken = pages.Take();
                if (taken.IsError)
                {
                    return Errno.ENOMEM;
                }

                reference = taken.Value + 1;
            }
        }

        return Errno.None;
    }
}
