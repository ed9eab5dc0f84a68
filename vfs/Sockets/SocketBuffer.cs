// The bytes on their way to one end of a socket pair: a ring in pages that are borrowed while the pair lives. SocketEnd owns one.
namespace Vfs.Sockets;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using Vfs.Ram;

/// <summary>Positions are counted from the oldest byte. What is written counts once <see cref="Commit"/> says so.</summary>
internal sealed class SocketBuffer(PageStore pages)
{
    public const int Capacity = PageCount * PageStore.PageSize;

    private const int PageCount = 16;

    private readonly int[] _numbers = new int[PageCount];
    private int _start;

    public int Count { get; private set; }

    public int Room => Capacity - Count;

    /// <summary>Borrows the pages. ENOMEM.</summary>
    public Errno Open()
    {
        _start = 0;
        Count = 0;
        for (int index = 0; index < PageCount; index++)
        {
            Result<int> page = pages.Take();
            if (page.IsError)
            {
                Return(index);
                return Errno.ENOMEM;
            }

            _numbers[index] = page.Value;
        }

        return Errno.None;
    }

    public void Close() => Return(PageCount);

    /// <summary>Copies into the room behind what is there.</summary>
    /// <param name="ahead">Bytes to leave between.</param>
    public Errno Write(IoBuffer from, int offset, int ahead, int count)
    {
        Errno error = Errno.None;
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

    private Span<byte> Run(int position, int limit)
    {
        int place = (_start + position) % Capacity;
        int within = place % PageStore.PageSize;
        return pages.Page(_numbers[place / PageStore.PageSize]).Slice(within, Math.Min(limit, PageStore.PageSize - within));
    }

    private void Return(int count)
    {
        for (int index = 0; index < count; index++)
        {
            pages.Return(_numbers[index]);
        }
    }
}
