// mmap and its family, brk; SyscallTable calls, AddressSpace does the work.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Kernel.Process;
using Vfs;

public sealed class MemorySyscalls
{
    private const int AdviseDontNeed = 4;
    private const int AdviseDontNeedLocked = 24;
    private const uint SyncAsynchronously = 1;
    private const uint SyncInvalidate = 2;
    private const uint SyncNow = 4;

    private const int ResidentChunk = 256;

    private readonly Process _process;

    public MemorySyscalls(Process process)
    {
        _process = process;
    }

    public Result<long> Map(ulong address, ulong length, uint protection, uint flags, int descriptor, long offset)
    {
        var mapFlags = (MapFlags)flags;
        MapFlags type = mapFlags & MapFlags.TypeMask;
        if (length == 0 || !PageSize.IsAligned((ulong)offset)
            || type is not (MapFlags.Private or MapFlags.Shared or MapFlags.SharedValidate))
        {
            return Errno.EINVAL;
        }

        var wanted = (Protection)(protection & (uint)Protection.All);
        if ((mapFlags & MapFlags.Anonymous) != 0)
        {
            RegionName name = type == MapFlags.Private ? RegionName.Anonymous : RegionName.Shared;
            return type == MapFlags.SharedValidate ? Errno.EINVAL
                : Populate(_process.AddressSpace.Map(address, length, wanted, mapFlags, name), length, wanted, mapFlags);
        }

        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        // MAP_SYNC, for memory that survives without power.
        bool isSynchronous = type == MapFlags.SharedValidate && (mapFlags & MapFlags.Synchronous) != 0;
        Errno error = isSynchronous ? Errno.EOPNOTSUPP : CheckFile(file.Value, wanted, type);
        if (error == Errno.None && (ulong)offset > long.MaxValue - Math.Min(length, AddressSpace.Top))
        {
            error = Errno.EOVERFLOW;
        }

        Result<ulong> mapped = error != Errno.None ? error
            : _process.AddressSpace.MapFile(address, length, wanted, mapFlags, file.Value, (ulong)offset);
        file.Value.Release();
        return Populate(mapped, length, wanted, mapFlags);
    }

    public Errno Unmap(ulong address, ulong length) => _process.AddressSpace.Unmap(address, length);

    public Errno Protect(ulong address, ulong length, uint protection)
    {
        const uint semaphores = 8;
        const uint growsDown = 0x01000000;
        if ((protection & ~((uint)Protection.All | semaphores | growsDown)) != 0 || !PageSize.IsAligned(address))
        {
            return Errno.EINVAL;
        }

        if ((protection & growsDown) != 0 && length != 0)
        {
            // From the beginning of what grows down, which only the stack does: so C libraries make it executable.
            int index = _process.AddressSpace.Regions.Find(address);
            if (index < 0 || _process.AddressSpace.Regions[index].Name != RegionName.Stack)
            {
                return index < 0 ? Errno.ENOMEM : Errno.EINVAL;
            }

            length += address - _process.AddressSpace.Regions[index].Start;
            address = _process.AddressSpace.Regions[index].Start;
        }

        return _process.AddressSpace.Protect(address, length, (Protection)(protection & (uint)Protection.All));
    }

    public Result<long> Remap(ulong address, ulong oldLength, ulong newLength, uint flags, ulong target) =>
        _process.AddressSpace.Remap(address, oldLength, newLength, (RemapFlags)flags, target).Widen();

    /// <summary>madvise(2): only MADV_DONTNEED has an effect; nothing else promises one.</summary>
    public Errno Advise(ulong address, ulong length, int advice)
    {
        // MADV_REMOVE and MADV_COLLAPSE do promise something, and 5 to 7 are no advice.
        bool isKnown = advice is (>= 0 and <= AdviseDontNeed) or 8 or (>= 10 and <= AdviseDontNeedLocked);
        if (!PageSize.IsAligned(address) || PageSize.RoundUp(length) < length || !isKnown)
        {
            return Errno.EINVAL;
        }

        return advice is AdviseDontNeed or AdviseDontNeedLocked
            ? _process.AddressSpace.DiscardPages(address, length) : CheckMapped(address, length);
    }

    /// <summary>msync(2): MS_SYNC waits until the server has stored what was changed; the others have nothing to do.</summary>
    public Errno Synchronize(ulong address, ulong length, uint flags)
    {
        if (!PageSize.IsAligned(address) || (flags & ~(SyncAsynchronously | SyncInvalidate | SyncNow)) != 0
            || (flags & (SyncAsynchronously | SyncNow)) == (SyncAsynchronously | SyncNow))
        {
            return Errno.EINVAL;
        }

        Errno error = CheckMapped(address, length);
        Errno written = (flags & SyncNow) != 0 ? _process.AddressSpace.Synchronize(address, length) : Errno.None;
        return error != Errno.None ? error : written;
    }

    /// <summary>mincore(2): one byte for each page.</summary>
    public Errno FindResident(ulong address, ulong length, ulong vector)
    {
        if (!PageSize.IsAligned(address))
        {
            return Errno.EINVAL;
        }

        Errno error = CheckMapped(address, length);
        ulong pages = PageSize.RoundUp(length) >> PageSize.Shift;
        Span<byte> part = stackalloc byte[ResidentChunk];
        for (ulong done = 0; done < pages && error == Errno.None;)
        {
            int count = (int)Math.Min(pages - done, ResidentChunk);
            for (int index = 0; index < count; index++)
            {
                ulong page = address + ((done + (ulong)index) << PageSize.Shift);
                part[index] = _process.AddressSpace.IsResident(page) ? (byte)1 : (byte)0;
            }

            error = _process.Memory.CopyOut(vector + done, part.Slice(0, count));
            done += (ulong)count;
            error = error == Errno.None ? CheckMapped(address, length) : error;
        }

        return error;
    }

    /// <summary>mlock(2): nothing is ever paged out.</summary>
    public Errno Lock(ulong address, ulong length) => CheckMapped(address, length);

    /// <summary>mlockall(2); MCL_CURRENT 1, MCL_FUTURE 2, MCL_ONFAULT 4, which is nothing alone.</summary>
    public Errno LockAll(uint flags) => flags is 0 or 4 or > 7 ? Errno.EINVAL : Errno.None;

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

    /// <summary>MAP_POPULATE: what cannot be had now is not an error.</summary>
    private Result<long> Populate(Result<ulong> mapped, ulong length, Protection protection, MapFlags flags)
    {
        if (!mapped.IsError && (flags & (MapFlags.Populate | MapFlags.NonBlocking)) == MapFlags.Populate && protection != Protection.None)
        {
            bool isOwn = (flags & MapFlags.TypeMask) == MapFlags.Private && (protection & Protection.Write) != 0;
            _process.AddressSpace.Populate(mapped.Value, length, isOwn ? MemoryAccess.Write : MemoryAccess.Read);
        }

        return mapped.Widen();
    }

    private static Errno CheckFile(OpenFile file, Protection protection, MapFlags type)
    {
        if (!file.IsReadable)
        {
            return file.IsPath ? Errno.EBADF : Errno.EACCES;
        }

        bool isShared = type != MapFlags.Private;
        bool willWrite = isShared && (protection & Protection.Write) != 0;
        if (willWrite && !file.IsWritable)
        {
            return Errno.EACCES;
        }

        if (file.Node.Type != FileType.Regular)
        {
            return Errno.ENODEV;
        }

        Result<FileSeals> seals = file.Node.Seals;
        return willWrite && !seals.IsError && (seals.Value & (FileSeals.Write | FileSeals.FutureWrite)) != 0 ? Errno.EPERM : Errno.None;
    }
}
