// Where pipes come from: a pool, made at boot. FileOperations.OpenPipe takes from it; it is mounted nowhere.
namespace Vfs.Pipes;

using System;
using Kernel.Abi;
using Vfs.Ram;

/// <summary>pipefs: nodes without names.</summary>
public sealed class PipeFileSystem : NamelessFileSystem
{
    /// <summary>Bytes that a pipe holds, always (pipe(7), F_GETPIPE_SZ).</summary>
    public const int PipeBytes = PageRing.Capacity;

    private const uint Magic = 0x50495045;

    private readonly WallClock _clock;
    private Pipe? _free;

    /// <param name="capacity">Pipes that can exist at once.</param>
    /// <param name="pages">For the bytes under way, as they are needed.</param>
    public PipeFileSystem(int capacity, PageStore pages, WaitQueueFactory queues, WallClock clock)
        : base(Magic)
    {
        _clock = clock;
        for (int index = capacity; index > 0; index--)
        {
            _free = new Pipe(this, (ulong)index, pages, queues.Create()) { NextFree = _free };
        }
    }

    public override ReadOnlySpan<byte> TypeName => "pipefs"u8;

    public int InUse { get; private set; }

    /// <summary>An empty pipe with one reference; ENFILE when all are in use.</summary>
    internal Result<VNode> Take()
    {
        Pipe? pipe = _free;
        if (pipe == null)
        {
            return Errno.ENFILE;
        }

        _free = pipe.NextFree;
        pipe.NextFree = null;
        InUse++;
        pipe.Start(_clock.Now);
        return pipe;
    }

    internal void Return(Pipe pipe)
    {
        pipe.NextFree = _free;
        _free = pipe;
        InUse--;
    }
}
