// Which files have pages in memory, and whether those are still the file's. The VFS calls it when nodes come and go, mmap before it maps.
namespace Kernel.Memory;

using Kernel.Abi;
using Vfs;

public sealed unsafe partial class PageCache
{
    public override void Adopt(VNode node)
    {
        int number = NumberOf(node.FileSystem, node.Inode);
        if (number != 0)
        {
            Connect(number, node);
        }
    }

    public override void Forget(VNode node)
    {
        if (node.PagesNumber != 0)
        {
            _files[node.PagesNumber].Node = null;
            FreeIfEmpty(node.PagesNumber);
        }
    }

    /// <summary>Prepares for <see cref="Find"/>: what is kept of the file is what it is now. Once for each opening.</summary>
    /// <returns>ENOMEM when too many files are mapped, or what stat says.</returns>
    public Errno Open(OpenFile file)
    {
        if (file.ArePagesCurrent && file.Node.Pages == this)
        {
            return Errno.None;
        }

        if (file.Node.IsInPageStore)
        {
            file.Node.Pages = this;
            file.Node.PagesNumber = 0;
            return Errno.None;
        }

        Sleeps++;
        Errno error = file.Node.GetAttributes(file, out Attributes attributes);
        return error == Errno.None ? Open(file, in attributes) : error;
    }

    /// <summary>As <see cref="Open(OpenFile)"/> for who has just asked for the attributes.</summary>
    public Errno Open(OpenFile file, in Attributes attributes)
    {
        VNode node = file.Node;
        if (node.IsInPageStore)
        {
            return Open(file);
        }

        if (node.Pages != this)
        {
            int number = NumberOf(node.FileSystem, node.Inode);
            number = number != 0 ? number : TakeFile(node);
            if (number == 0)
            {
                return Errno.ENOMEM;
            }

            Connect(number, node);
            node.FileSystem.Pages = this;
        }

        Compare(node.PagesNumber, in attributes);
        file.ArePagesCurrent = true;
        return Errno.None;
    }

    private Errno Refresh(OpenFile file, int number)
    {
        Sleeps++;
        Errno error = file.Node.GetAttributes(file, out Attributes attributes);
        if (error == Errno.None)
        {
            Compare(number, in attributes);
        }

        return error;
    }

    /// <summary>Forgets the pages that are not the file's any more.</summary>
    private void Compare(int number, in Attributes attributes)
    {
        ref CachedFile cached = ref _files[number];
        if (cached.Size != attributes.Size || !IsSame(cached.ModifyTime, attributes.ModifyTime) || !IsSame(cached.ChangeTime, attributes.ChangeTime))
        {
            DropClean(number);
            cached.Size = attributes.Size;
            cached.ModifyTime = attributes.ModifyTime;
            cached.ChangeTime = attributes.ChangeTime;
        }
    }

    private static bool IsSame(in Timespec one, in Timespec other) => one.Seconds == other.Seconds && one.Nanoseconds == other.Nanoseconds;

    private ref int BucketOf(FileSystem fileSystem, ulong inode)
    {
        return ref _buckets[(int)((inode * 0x9E3779B97F4A7C15) >> 56)];
    }

    private int NumberOf(FileSystem fileSystem, ulong inode)
    {
        int number = BucketOf(fileSystem, inode);
        while (number != 0 && (_files[number].Inode != inode || _files[number].FileSystem != fileSystem))
        {
            number = _files[number].Next;
        }

        return number;
    }

    private void Connect(int number, VNode node)
    {
        _files[number].Node = node;
        node.Pages = this;
        node.PagesNumber = number;
    }

    private int TakeFile(VNode node)
    {
        if (_freeFile == 0 && _everUsed == _files.Length - 1)
        {
            DropUnopened();
        }

        int number = _freeFile;
        if (number != 0)
        {
            _freeFile = _files[number].Next;
        }
        else if (_everUsed < _files.Length - 1)
        {
            number = ++_everUsed;
        }

        if (number != 0)
        {
            ref int bucket = ref BucketOf(node.FileSystem, node.Inode);
            _files[number] = new CachedFile { FileSystem = node.FileSystem, Inode = node.Inode, Next = bucket };
            bucket = number;
            InUse++;
        }

        return number;
    }

    private void FreeIfEmpty(int number)
    {
        ref CachedFile cached = ref _files[number];
        if (cached.PageCount != 0)
        {
            return;
        }

        _index.Clear(ref cached);
        if (cached.Node != null || cached.FileSystem == null)
        {
            return;
        }

        ref int link = ref BucketOf(cached.FileSystem, cached.Inode);
        while (link != number)
        {
            link = ref _files[link].Next;
        }

        link = cached.Next;
        cached = new CachedFile { Next = _freeFile };
        _freeFile = number;
        InUse--;
    }
}
