// Where files without a name come from that are no pipes: event counters, timers, epolls, one pool for each kind. EventFiles makes them.
namespace Vfs.Events;

using System;
using Kernel.Abi;

/// <summary>anon_inodefs: mounted nowhere. Its nodes are added while the system is put together.</summary>
public sealed class AnonymousFileSystem : NamelessFileSystem
{
    private const uint Magic = 0x09041934;

    private AnonymousNode? _free;

    public AnonymousFileSystem()
        : base(Magic)
    {
    }

    public override ReadOnlySpan<byte> TypeName => "anon_inodefs"u8;

    public int Capacity { get; private set; }

    public int InUse { get; private set; }

    internal void Add(AnonymousNode node)
    {
        node.Join(this, (ulong)++Capacity);
        node.NextFree = _free;
        _free = node;
    }

    /// <summary>A node with one reference; ENFILE when all are in use.</summary>
    internal Result<AnonymousNode> Take()
    {
        AnonymousNode? node = _free;
        if (node == null)
        {
            return Errno.ENFILE;
        }

        _free = node.NextFree;
        node.NextFree = null;
        InUse++;
        node.Acquire();
        return node;
    }

    internal void Return(AnonymousNode node)
    {
        node.NextFree = _free;
        _free = node;
        InUse--;
    }
}
