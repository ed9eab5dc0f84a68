// Pages of the test process that another "domain" shares: what XenMemory is in the kernel.
namespace Xen.Tests.Fakes;

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Drivers.Xen;
using Kernel.Abi;

public sealed class HeapMemory : XenMemory
{
    private const int PageLength = 4096;

    private static readonly ConditionalWeakTable<SharedMemory, byte[]> s_pages = [];
    private readonly Dictionary<SharedMemory, ulong> _frames = [];
    private ulong _next = 0x1000;

    /// <summary>Allocations that succeed before one fails; negative for never.</summary>
    public int FailsAfter { get; set; } = -1;

    /// <summary>Pages given out and not back.</summary>
    public int PagesInUse { get; private set; }

    public override Result<SharedMemory> AllocatePages(int count)
    {
        if (FailsAfter >= 0 && FailsAfter-- == 0)
        {
            return Errno.ENOMEM;
        }

        SharedMemory memory = Make(count * PageLength);
        _frames.Add(memory, _next);
        _next += (ulong)count;
        PagesInUse += count;
        return memory;
    }

    public override ulong FrameOf(SharedMemory memory, int page) => _frames[memory] + (ulong)page;

    /// <summary>The memory that has a frame, and which page of it that is.</summary>
    public SharedMemory Find(ulong frame, out int page)
    {
        foreach ((SharedMemory memory, ulong first) in _frames)
        {
            if (frame >= first && frame < first + (ulong)(memory.Length / PageLength))
            {
                page = (int)(frame - first);
                return memory;
            }
        }

        throw new InvalidOperationException($"frame {frame:x} was never given out");
    }

    public override void Free(SharedMemory memory) => Forget(memory);

    public override void Leak(SharedMemory memory)
    {
        LeakedPages += memory.Length / PageLength;
        Forget(memory);
    }

    /// <summary>Zeroed memory in place, for as long as somebody has the result.</summary>
    /// <param name="length">Bytes of whole pages.</param>
    public static SharedMemory Make(int length)
    {
        byte[] pages = PinnedPages.Allocate(length / PageLength);
        SharedMemory memory = PinnedPages.View(pages);
        s_pages.Add(memory, pages);
        return memory;
    }

    private void Forget(SharedMemory memory)
    {
        if (!_frames.Remove(memory))
        {
            throw new InvalidOperationException("memory was given back twice");
        }

        PagesInUse -= memory.Length / PageLength;
    }
}
