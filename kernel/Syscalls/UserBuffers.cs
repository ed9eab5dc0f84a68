// The buffers of reads and writes: one view of the app's memory per thread, and a few kernel pages to gather small pieces in.
// Made at boot, used by the file syscalls.
namespace Kernel.Syscalls;

using Kernel.Memory;
using Kernel.Scheduling;
using Vfs;

/// <summary>A thread is in one syscall at a time, so its <see cref="UserBuffer"/> is free whenever a syscall begins.</summary>
public sealed class UserBuffers
{
    /// <summary>Bytes that are gathered into one request rather than sent piece by piece.</summary>
    public const int GatherLength = 4096;

    private readonly AddressSpace _addressSpace;
    private readonly UserBuffer[] _perThread;
    private readonly KernelBuffer[] _free;
    private int _freeCount;

    /// <param name="threads">Slots of the thread table.</param>
    /// <param name="pinnedPages">Pages that one request to a file system can hold, see <see cref="UserBuffer"/>.</param>
    /// <param name="gatherBuffers">Threads that can gather at the same time; the others go piece by piece.</param>
    public UserBuffers(AddressSpace addressSpace, int threads, int pinnedPages, int gatherBuffers)
    {
        _addressSpace = addressSpace;
        _perThread = new UserBuffer[threads];
        for (int slot = 1; slot < threads; slot++)
        {
            _perThread[slot] = new UserBuffer(pinnedPages);
        }

        Capacity = gatherBuffers;
        _free = new KernelBuffer[gatherBuffers];
        while (_freeCount < gatherBuffers)
        {
            _free[_freeCount++] = new KernelBuffer(GatherLength);
        }
    }

    /// <summary>Gather buffers.</summary>
    public int Capacity { get; }

    public int InUse => Capacity - _freeCount;

    /// <summary>The running thread's view of its memory.</summary>
    public UserBuffer View(ulong address, int length, IoDirection direction)
    {
        UserBuffer buffer = _perThread[Current.Thread.Slot];
        buffer.Set(_addressSpace, address, length, direction);
        return buffer;
    }

    /// <summary>A kernel page for <paramref name="length"/> bytes, or null when all are taken or that is too long.</summary>
    public KernelBuffer? TakeGather(int length, IoDirection direction)
    {
        if (length > GatherLength || _freeCount == 0)
        {
            return null;
        }

        KernelBuffer buffer = _free[--_freeCount];
        buffer.Set(length, direction);
        return buffer;
    }

    public void ReturnGather(KernelBuffer buffer) => _free[_freeCount++] = buffer;
}
