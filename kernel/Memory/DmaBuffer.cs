// Memory for one 9P message header that a device can reach; virtio-9p makes one per request at boot.
namespace Kernel.Memory;

using System;
using NinePFs;

/// <summary>A run of the boot heap: contiguous and at a fixed physical address.</summary>
public sealed unsafe class DmaBuffer : MessageBuffer
{
    private readonly byte[] _bytes;

    /// <param name="length">Bytes, at least 1.</param>
    public DmaBuffer(int length)
    {
        _bytes = new byte[length];
        fixed (byte* start = _bytes)
        {
            // Objects do not move.
            Address = PhysicalAddress.Of(start).Value;
        }
    }

    public override Span<byte> Bytes => new(_bytes);

    public override ulong Address { get; }
}
