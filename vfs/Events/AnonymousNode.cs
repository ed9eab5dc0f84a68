// What event counters, timers, epolls and change queues have in common: no name, no type, no size. AnonymousFileSystem owns them.
namespace Vfs.Events;

using System;
using Kernel.Abi;

/// <summary>An inode of anon_inodefs.</summary>
public abstract class AnonymousNode : VNode
{
    private readonly WaitQueue _waiters;

    protected AnonymousNode(WaitQueue waiters)
    {
        _waiters = waiters;
    }

    internal AnonymousNode? NextFree { get; set; }

    public override bool IsSeekable => false;

    public override WaitQueue? PollQueue => _waiters;

    /// <summary>What /proc/self/fd shows, e.g. "anon_inode:[eventfd]".</summary>
    protected abstract ReadOnlySpan<byte> Name { get; }

    protected WaitQueue Waiters => _waiters;

    public override Errno GetAttributes(OpenFile? file, out Attributes attributes)
    {
        attributes = new Attributes { Inode = Inode, Mode = 0x180, Links = 1, BlockSize = 4096 };
        return Errno.None;
    }

    public override void AppendName(ref TextBuilder text) => text.Append(Name);

    internal void Join(AnonymousFileSystem owner, ulong inode)
    {
        FileSystem = owner;
        Inode = inode;
        Type = FileType.Unknown;
    }

    protected override void Inactive() => ((AnonymousFileSystem)FileSystem).Return(this);
}
