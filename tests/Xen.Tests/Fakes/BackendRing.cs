// The other end of one 9pfs ring, written from the specification and not from our ring: takes messages, puts replies, tells lies.
namespace Xen.Tests.Fakes;

using System;
using System.Buffers.Binary;
using Drivers.Xen;

/// <summary>Offsets and halves as in xen/include/public/io/9pfs.h.</summary>
public sealed class BackendRing
{
    private const int InCons = 0, InProd = 4, OutCons = 64, OutProd = 68;

    private readonly SharedMemory _page;
    private readonly SharedMemory _data;
    private readonly int _half;

    public BackendRing(SharedMemory page, SharedMemory data, uint start = 0)
    {
        _page = page;
        _data = data;
        _half = data.Length / 2;
        OutConsumed = start;
        InProduced = start;
    }

    public uint OutConsumed { get; private set; }

    public uint InProduced { get; private set; }

    public SharedMemory Page => _page;

    public SharedMemory Data => _data;

    public int Half => _half;

    /// <summary>Bytes of messages that are visible.</summary>
    public int Queued => (int)(_page.ReadUInt32(OutProd) - OutConsumed);

    /// <summary>Bytes free for replies, computed as QEMU does: a full ring looks empty.</summary>
    public int FreeAsQemuSeesIt
    {
        get
        {
            int produced = (int)(InProduced % (uint)_half), consumed = (int)(_page.ReadUInt32(InCons) % (uint)_half);
            return produced < consumed ? consumed - produced : _half - produced + consumed;
        }
    }

    /// <summary>Bytes free for replies.</summary>
    public int Free => _half - (int)(InProduced - _page.ReadUInt32(InCons));

    /// <summary>The next message, which stays in the ring until <see cref="Release"/>. Null when there is none.</summary>
    public byte[]? Peek()
    {
        if (Queued == 0)
        {
            return null;
        }

        if (Queued < 7)
        {
            throw new InvalidOperationException("a part of a header is visible");
        }

        int size = BinaryPrimitives.ReadInt32LittleEndian(Copy(OutConsumed, 4));
        if (size > Queued)
        {
            throw new InvalidOperationException("a part of a message is visible: QEMU hangs at that");
        }

        return Copy(OutConsumed, size);
    }

    public void Release(int size)
    {
        OutConsumed += (uint)size;
        _page.WriteUInt32(OutCons, OutConsumed);
    }

    public byte[]? Take()
    {
        byte[]? message = Peek();
        if (message is not null)
        {
            Release(message.Length);
        }

        return message;
    }

    /// <summary>A whole reply.</summary>
    public void Put(ReadOnlySpan<byte> reply)
    {
        if (reply.Length > FreeAsQemuSeesIt || reply.Length > Free)
        {
            throw new InvalidOperationException($"no room for a reply of {reply.Length}: QEMU closes the device at that");
        }

        Write(reply);
        Publish(reply.Length);
    }

    /// <summary>Writes behind what is published, without showing it.</summary>
    public void Write(ReadOnlySpan<byte> bytes, int offset = 0)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            _data.WriteByte((int)((InProduced + (uint)(offset + index)) % (uint)_half), bytes[index]);
        }
    }

    public void Publish(int length)
    {
        InProduced += (uint)length;
        _page.WriteUInt32(InProd, InProduced);
    }

    public void LieAboutInProduced(uint value) => _page.WriteUInt32(InProd, value);

    public void LieAboutOutConsumed(uint value) => _page.WriteUInt32(OutCons, value);

    private byte[] Copy(uint from, int length)
    {
        var bytes = new byte[length];
        for (int index = 0; index < length; index++)
        {
            bytes[index] = _data.ReadByte(_half + (int)((from + (uint)index) % (uint)_half));
        }

        return bytes;
    }
}
