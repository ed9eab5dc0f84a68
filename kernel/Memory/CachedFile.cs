// One file of which PageCache keeps pages: which one, what it was like when they were read, and where they are.
namespace Kernel.Memory;

using Kernel.Abi;
using Vfs;

/// <summary>An entry of PageCache's table; a file system and an inode name the file, also while no node stands for it.</summary>
public struct CachedFile
{
    /// <summary>Null while the entry is free.</summary>
    public FileSystem? FileSystem;

    public ulong Inode;

    /// <summary>The node of the file while it lives; borrowed.</summary>
    public VNode? Node;

    /// <summary>Bytes in the file as far as is known: pages behind its end are SIGBUS.</summary>
    public long Size;

    /// <summary>st_mtim and st_ctim when the pages were compared with the file last.</summary>
    public Timespec ModifyTime;
    public Timespec ChangeTime;

    /// <summary>The tree of <see cref="PageIndex"/>: its root's frame, and how many levels it has (0: nothing).</summary>
    public ulong Root;
    public int Height;

    /// <summary>Pages in the tree, those on their way included.</summary>
    public int PageCount;

    /// <summary>Pages that mappings have changed since they were written.</summary>
    public int DirtyCount;

    /// <summary>Counts every start and every end of writing changed pages.</summary>
    public uint WriteBacks;

    /// <summary>Who writes changed pages: an opening that may, held while there are such pages.</summary>
    public OpenFile? Writer;

    /// <summary>The page behind the last one that was read ahead, and how many were: a reader who comes there gets more at once.</summary>
    public ulong NextPage;
    public int Window;

    /// <summary>The next entry in the same bucket or in the free list; 0 is the end.</summary>
    public int Next;
}
