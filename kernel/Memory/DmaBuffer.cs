// Memory for the bytes of messages that a device can reach: headers of requests, entries of directories. Virtio9P makes them at boot.
namespace Kernel.Memory;

using System;
using NinePFs;

/// <summary>A run of the boot heap: contiguous and at a fixed physical address. What is in it at first is not defined.</summary>
public sealed unsafe class DmaBuffer : MessageBuffer
{
    private readonly byte* _start;
    private readonly int _length;

    /// <param name="length">Bytes, at least 1.</param>
    public DmaBuffer(int length)
    {
        _start = (byte*)BootHeap.Take(length);
        _length = length;
        Address = PhysicalAddress.Of(_start).Value;
    }

    public override Span<byte> Bytes => new(_start, _length);

    public override ulong Address { get; }
}
