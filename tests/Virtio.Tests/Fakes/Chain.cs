// What the device found behind one descriptor of the ring.
namespace Virtio.Tests.Fakes;

using System;
using System.Collections.Generic;

public readonly record struct Segment(ulong Address, int Length);

public sealed class Chain
{
    public int Head { get; init; }

    public List<Segment> Readable { get; } = [];

    public List<Segment> Writable { get; } = [];

    public int Room
    {
        get
        {
            int room = 0;
            foreach (Segment segment in Writable)
            {
                room += segment.Length;
            }

            return room;
        }
    }

    public byte[] Read(GuestMemory memory)
    {
        var bytes = new List<byte>();
        foreach (Segment segment in Readable)
        {
            bytes.AddRange(memory.At(segment.Address, segment.Length).ToArray());
        }

        return bytes.ToArray();
    }

    public void Write(GuestMemory memory, ReadOnlySpan<byte> bytes)
    {
        foreach (Segment segment in Writable)
        {
            int count = Math.Min(segment.Length, bytes.Length);
            bytes.Slice(0, count).CopyTo(memory.At(segment.Address, count));
            bytes = bytes.Slice(count);
        }
    }
}
