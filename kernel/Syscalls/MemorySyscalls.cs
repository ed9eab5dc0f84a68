// mmap and its family, brk. Mappings of files are private copies, read in at once; SyscallTable calls, AddressSpace does the work.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Memory;
using Kernel.Process;
using Vfs;

public sealed class MemorySyscalls
{
    private const uint MayMove = 1;
    private const uint MoveToAddress = 2;
    private const int AdviseDontNeed = 4;
    private const int AdviseRemove = 9;
    private const int LastAdvice = 25;
    private const uint SyncAsynchronously = 1;
    private const uint SyncInvalidate = 2;
    private const uint SyncNow = 4;
    private const ulong LargestRead = 1 << 30;

    private readonly Process _process;
    private readonly UserBuffers _buffers;

    public MemorySyscalls(Process process, UserBuffers buffers)
    {
        _process = process;
        _buffers = buffers;
    }

    public Result<long> Map(ulong address, ulong length, uint protection, uint flags, int descriptor, long offset)
    {
        var mapFlags = (MapFlags)flags;
        MapFlags type = mapFlags & MapFlags.TypeMask;
        if (length == 0 || offset < 0 || !PageSize.IsAligned((ulong)offset)
            || type is not (MapFlags.Private or MapFlags.Shared or MapFlags.SharedValidate))
        {
            return Errno.EINVAL;
        }

        var wanted = (Protection)(protection & (uint)Protection.All);
        if ((mapFlags & MapFlags.Anonymous) != 0)
        {
            return _process.AddressSpace.Map(address, length, wanted, mapFlags).Widen();
        }

        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = CheckFile(file.Value, wanted, type);
        Result<long> mapped = error != Errno.None ? error : MapCopy(file.Value, address, length, wanted, mapFlags, offset);
        file.Value.Release();
        return mapped;
    }

    public Errno Unmap(ulong address, ulong length) => _process.AddressSpace.Unmap(address, length);

    public Errno Protect(ulong address, ulong length, uint protection)
    {
        const uint growsDown = 0x01000000;
        const uint growsUp = 0x02000000;
        if ((protection & ~((uint)Protection.All | growsDown | growsUp)) != 0)
        {
            return Errno.EINVAL;
        }

        return _process.AddressSpace.Protect(address, length, (Protection)(protection & (uint)Protection.All));
    }

    public Result<long> Remap(ulong address, ulong oldLength, ulong newLength, uint flags)
    {
        if ((flags & ~MayMove) != 0)
        {
            return flags == (MayMove | MoveToAddress) ? Errno.ENOMEM : Errno.EINVAL;
        }

        return _process.AddressSpace.Remap(address, oldLength, newLength, (flags & MayMove) != 0).Widen();
    }

    /// <summary>madvise(2): only MADV_DONTNEED has an effect; nothing else promises one.</summary>
    public Errno Advise(ulong address, ulong length, int advice)
    {
        if (!PageSize.IsAligned(address) || PageSize.RoundUp(length) < length
            || advice < 0 || advice is AdviseRemove || advice > LastAdvice)
        {
            return Errno.EINVAL;
        }

        return advice == AdviseDontNeed ? _process.AddressSpace.DiscardPages(address, length) : CheckMapped(address, length);
    }

    /// <summary>msync(2): no mapping is shared with a file, so there is nothing to write.</summary>
    public Errno Synchronize(ulong address, ulong length, uint flags)
    {
        if (!PageSize.IsAligned(address) || (flags & ~(SyncAsynchronously | SyncInvalidate | SyncNow)) != 0
            || (flags & (SyncAsynchronously | SyncNow)) == (SyncAsynchronously | SyncNow))
        {
            return Errno.EINVAL;
        }

        return CheckMapped(address, length);
    }

    /// <summary>mlock(2): nothing is ever paged out.</summary>
    public Errno Lock(ulong address, ulong length) => CheckMapped(address, length);

    public Result<long> Break(ulong address) => (long)_process.AddressSpace.Break(address);

    private Errno CheckMapped(ulong address, ulong length)
    {
        if (length > AddressSpace.Top || address > AddressSpace.Top - length)
        {
            return Errno.ENOMEM;
        }

        ulong end = PageSize.RoundUp(address + length);
        return length == 0 || _process.AddressSpace.Regions.IsMapped(PageSize.RoundDown(address), end) ? Errno.None : Errno.ENOMEM;
    }

    private static Errno CheckFile(OpenFile file, Protection protection, MapFlags type)
    {
        if (!file.IsReadable)
        {
            return file.IsPath ? Errno.EBADF : Errno.EACCES;
        }

        if (file.Node.Type != FileType.Regular)
        {
            return Errno.ENODEV;
        }

        // Writes would have to reach the file; a shared mapping that is only read is a copy that does not follow later changes.
        bool isShared = type != MapFlags.Private;
        if (isShared && (protection & Protection.Write) != 0)
        {
            return file.IsWritable ? Errno.ENODEV : Errno.EACCES;
        }

        return Errno.None;
    }

    private Result<long> MapCopy(OpenFile file, ulong address, ulong length, Protection protection, MapFlags flags, long offset)
    {
        AddressSpace space = _process.AddressSpace;
        const Protection loading = Protection.Read | Protection.Write;
        Result<ulong> mapped = space.Map(address, length, loading, flags | MapFlags.Anonymous, RegionName.File);
        if (mapped.IsError)
        {
            return mapped.Error;
        }

        // Whole pages: what follows in the last one is the file's as well, and zero only behind its end.
        Errno error = Fill(file, mapped.Value, PageSize.RoundUp(length), offset);
        if (error == Errno.None && protection != loading)
        {
            error = space.Protect(mapped.Value, length, protection);
        }

        if (error != Errno.None)
        {
            space.Unmap(mapped.Value, length);
            return error;
        }

        return (long)mapped.Value;
    }

    // Past the end of the file the pages stay zero; Linux would send SIGBUS for whole pages there.
    private Errno Fill(OpenFile file, ulong address, ulong length, long offset)
    {
        while (length != 0)
        {
            int wanted = (int)System.Math.Min(length, LargestRead);
            Result<int> read = file.ReadAt(offset, _buffers.View(address, wanted, IoDirection.FromFile));
            if (read.IsError || read.Value == 0)
            {
                return read.Error;
            }

            address += (ulong)read.Value;
            offset += read.Value;
            length -= (ulong)read.Value;
        }

        return Errno.None;
    }
}
