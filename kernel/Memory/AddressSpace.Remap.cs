// mremap(2): a mapping grows, shrinks or moves; moving moves page-table entries, not bytes. MemorySyscalls calls it.
namespace Kernel.Memory;

using System;
using Kernel.Abi;

/// <summary>MREMAP_* (include/uapi/linux/mman.h).</summary>
[Flags]
public enum RemapFlags : uint
{
    None = 0,
    MayMove = 1,
    Fixed = 2,
    DontUnmap = 4,
    All = 7,
}

public sealed partial class AddressSpace
{
    /// <param name="target">Where the mapping is to go with <see cref="RemapFlags.Fixed"/>; what is there is unmapped.</param>
    /// <returns>Where the mapping now begins; EINVAL, EFAULT when the old range is not one mapping, ENOMEM.</returns>
    public Result<ulong> Remap(ulong address, ulong oldLength, ulong newLength, RemapFlags flags, ulong target)
    {
        bool isFixed = (flags & RemapFlags.Fixed) != 0;
        bool keepsOld = (flags & RemapFlags.DontUnmap) != 0;
        if ((flags & ~RemapFlags.All) != 0 || ((isFixed || keepsOld) && (flags & RemapFlags.MayMove) == 0)
            || newLength == 0 || newLength > Top || !TryRange(address, ref oldLength))
        {
            return Errno.EINVAL;
        }

        newLength = PageSize.RoundUp(newLength);
        if ((keepsOld && oldLength != newLength) || (isFixed && !IsTarget(target, newLength, address, oldLength)))
        {
            return Errno.EINVAL;
        }

        int index = Regions.Find(address);
        if (index < 0 || Regions[index].End < address + oldLength)
        {
            return Errno.EFAULT;
        }

        if (oldLength == 0)
        {
            return Duplicate(address, newLength, flags, target);
        }

        if (newLength > oldLength
            && (!IsWithinLimit(newLength - oldLength) || (Regions[index].IsCharged && newLength - oldLength > _mostAtOnce)))
        {
            return Errno.ENOMEM;
        }

        if (isFixed || keepsOld)
        {
            return MoveTo(address, oldLength, newLength, flags, target);
        }

        return newLength <= oldLength ? Shrink(address, oldLength, newLength) : Grow(address, oldLength, newLength, flags);
    }

    private static bool IsTarget(ulong target, ulong length, ulong address, ulong oldLength)
    {
        return PageSize.IsAligned(target) && target >= Bottom && target <= Top && length <= Top - target
            && (target + length <= address || address + oldLength <= target);
    }

    private Result<ulong> Shrink(ulong address, ulong oldLength, ulong newLength)
    {
        Errno error = newLength == oldLength ? Errno.None : Unmap(address + newLength, oldLength - newLength);
        return error == Errno.None ? address : error;
    }

    private Result<ulong> Grow(ulong address, ulong oldLength, ulong newLength, RemapFlags flags)
    {
        ulong oldEnd = address + oldLength;
        Region region = Regions[Regions.Find(address)];
        if (oldEnd == region.End && newLength <= Top - address && Regions.IsFree(oldEnd, address + newLength))
        {
            Errno error = Regions.Insert(Part(region, oldEnd, oldEnd, address + newLength));
            return error == Errno.None ? address : error;
        }

        return (flags & RemapFlags.MayMove) != 0 ? MoveTo(address, oldLength, newLength, flags, 0) : Errno.ENOMEM;
    }

    /// <summary>An old length of 0: another mapping of the same file (mremap(2)).</summary>
    private Result<ulong> Duplicate(ulong address, ulong newLength, RemapFlags flags, ulong target)
    {
        Region region = Regions[Regions.Find(address)];
        if (!region.IsShared || (flags & RemapFlags.MayMove) == 0)
        {
            return Errno.EINVAL;
        }

        MapFlags mapFlags = MapFlags.Shared | ((flags & RemapFlags.Fixed) != 0 ? MapFlags.Fixed : MapFlags.None);
        region.File!.Acquire();
        Result<ulong> mapped = MapFile(
            target, newLength, region.Protection, mapFlags, region.File, region.Offset + (address - region.Start), region.Name);
        region.File.Release();
        return mapped;
    }

    /// <summary>
    /// What continues or repeats a region at other addresses: as <paramref name="at"/> of the region is at <paramref name="start"/>.
    /// </summary>
    private static Region Part(Region region, ulong at, ulong start, ulong end)
    {
        region.Offset = region.File == null ? 0 : region.Offset + (at - region.Start);
        region.Start = start;
        region.End = end;
        return region;
    }

    private Result<ulong> MoveTo(ulong address, ulong oldLength, ulong newLength, RemapFlags flags, ulong target)
    {
        if ((flags & RemapFlags.Fixed) != 0)
        {
            // What may sleep comes first: afterwards nobody else can take the place, or what is to be moved.
            WriteChanged(target, target + newLength);
            WriteChanged(address + Math.Min(newLength, oldLength), address + oldLength);
            int index = Regions.Find(address);
            if (index < 0 || Regions[index].End < address + oldLength)
            {
                return Errno.EFAULT;
            }

            Errno freed = Take(target, target + newLength);
            if (freed == Errno.None && newLength < oldLength)
            {
                freed = Take(address + newLength, address + oldLength);
                oldLength = newLength;
            }

            if (freed != Errno.None)
            {
                return freed;
            }
        }
        else if (!Regions.FindGap(Bottom, Ceiling, newLength, out target))
        {
            return Errno.ENOMEM;
        }

        Region old = Regions[Regions.Find(address)];
        old.File?.Acquire();
        Errno error = Exchange(address, oldLength, target, newLength, old, (flags & RemapFlags.DontUnmap) != 0);
        old.File?.Release();
        return error == Errno.None ? target : error;
    }

    /// <summary>First what can fail, last what cannot: taking the old range out may need an entry, moving pages may need tables.</summary>
    private Errno Exchange(ulong address, ulong oldLength, ulong target, ulong newLength, Region old, bool keepsOld)
    {
        Errno error = Regions.Remove(address, address + oldLength);
        if (error != Errno.None)
        {
            return error;
        }

        Pages.EnsureFree((int)Math.Min(oldLength >> 21, 1024) + 8);
        error = Regions.Insert(Part(old, address, target, target + newLength));
        if (error == Errno.None)
        {
            error = _table.Move(address, address + oldLength, target);
            if (error == Errno.None && !keepsOld)
            {
                return Errno.None;
            }

            if (error != Errno.None)
            {
                Regions.Remove(target, target + newLength);
            }
        }

        Regions.Insert(Part(old, address, address, address + oldLength));
        return error;
    }
}
