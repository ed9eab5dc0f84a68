// The memory of a virtqueue in the kernel: contiguous pages that the device reaches, read and written in place.
namespace Drivers.Virtio;

using System.Threading;
using Kernel.Memory;

/// <summary>Offsets come from a <see cref="QueueLayout"/> of <see cref="SplitQueue{TMemory}"/>'s own, so they are not checked again.</summary>
public readonly unsafe struct QueuePages : IQueueMemory
{
    private readonly byte* _start;
    private readonly ulong _address;

    /// <param name="address">Of the first page.</param>
    public QueuePages(PhysicalAddress address)
    {
        _start = (byte*)address.Pointer;
        _address = address.Value;
    }

    public ulong AddressOf(int offset) => _address + (ulong)offset;

    public ushort Read16(int offset) => Volatile.Read(ref *(ushort*)(_start + offset));

    public ulong Read64(int offset) => Volatile.Read(ref *(ulong*)(_start + offset));

    // Volatile is all it takes: x86-64 keeps stores in order (Intel SDM volume 3A §9.2.2), the compiler has to be told.
    public void Write16(int offset, ushort value) => Volatile.Write(ref *(ushort*)(_start + offset), value);

    public void Write64(int offset, ulong value) => Volatile.Write(ref *(ulong*)(_start + offset), value);

    public void Barrier() => Interlocked.MemoryBarrier();
}
