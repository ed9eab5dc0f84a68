// The nodes of a mount: a fixed pool, and the way from a qid to the node that is alive. NinePFileSystem walks through it.
namespace NinePFs;

using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Wire;

/// <summary>One node per (qid.path, kind) for as long as somebody refers to it, however many names lead to it.</summary>
public sealed class NodeTable
{
    private readonly NinePNode?[] _buckets;
    private NinePNode? _free;

    public NodeTable(NinePFileSystem fileSystem, int capacity)
    {
        Capacity = capacity;
        int buckets = 16;
        while (buckets < capacity)
        {
            buckets *= 2;
        }

        _buckets = new NinePNode?[buckets];
        for (int index = 0; index < capacity; index++)
        {
            _free = new NinePNode(fileSystem, this) { Next = _free };
        }
    }

    public int Capacity { get; }

    public int InUse { get; private set; }

    /// <summary>
    /// The node of the file that <paramref name="fid"/> names, found or made, with one reference for the caller; it takes a reference
    /// to the fid if it keeps it. ENFILE when all nodes are in use.
    /// </summary>
    public Result<NinePNode> Take(Fid fid)
    {
        ref NinePNode? bucket = ref _buckets[IndexOf(fid.Qid)];
        for (NinePNode? live = bucket; live is not null; live = live.Next)
        {
            if (live.Qid.IsSameFile(fid.Qid))
            {
                live.Acquire();
                live.Adopt(fid);
                return live;
            }
        }

        NinePNode? node = _free;
        if (node is null)
        {
            return Errno.ENFILE;
        }

        _free = node.Next;
        node.Next = bucket;
        bucket = node;
        InUse++;
        node.Start(fid);
        return node;
    }

    internal void Return(NinePNode node)
    {
        ref NinePNode? bucket = ref _buckets[IndexOf(node.Qid)];
        if (bucket == node)
        {
            bucket = node.Next;
        }
        else
        {
            NinePNode before = bucket!;
            while (before.Next != node)
            {
                before = before.Next!;
            }

            before.Next = node.Next;
        }

        node.Next = _free;
        _free = node;
        InUse--;
    }

    /// <summary>Inode numbers are close together: the low bits spread well enough once the high ones are mixed in.</summary>
    private int IndexOf(in Qid qid)
    {
        ulong hash = qid.Path * 0x9E3779B97F4A7C15;
        return (int)(hash >> 40) & (_buckets.Length - 1);
    }
}
