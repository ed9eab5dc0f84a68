// utimensat and its older relatives: all come down to two times, each set to a value, to now, or left alone. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Vfs;

public sealed class FileTimeSyscalls
{
    private const uint NoFollowFlag = 0x100;
    private const uint EmptyPathFlag = 0x1000;

    /// <summary>UTIME_NOW and UTIME_OMIT in the nanoseconds (utimensat(2)).</summary>
    private const long Now = 0x3FFF_FFFF;
    private const long Omit = 0x3FFF_FFFE;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Process _process;
    private readonly AttributeOperations _attributes;

    public FileTimeSyscalls(Process process, AttributeOperations attributes)
    {
        _process = process;
        _attributes = attributes;
    }

    /// <summary>utimensat(2); without a path it is futimens(3).</summary>
    public Errno SetTimes(int directory, ulong path, ulong times, uint flags)
    {
        var access = new Timespec(0, Now);
        var modify = new Timespec(0, Now);
        Errno error = Errno.None;
        if (times != 0)
        {
            error = _process.Memory.Read(times, out access);
            error = error != Errno.None ? error : _process.Memory.Read(times + 16, out modify);
        }

        if (error != Errno.None || (access.Nanoseconds == Omit && modify.Nanoseconds == Omit))
        {
            // Nothing to set: Linux does not even look at the path then (fs/utimes.c).
            return error;
        }

        return (flags & ~(NoFollowFlag | EmptyPathFlag)) != 0 ? Errno.EINVAL : Set(directory, path, flags, in access, in modify);
    }

    /// <summary>utimes(2) and futimesat(2): microseconds.</summary>
    public Errno SetTimesInMicroseconds(int directory, ulong path, ulong times)
    {
        var access = new Timespec(0, Now);
        var modify = new Timespec(0, Now);
        if (times != 0)
        {
            Errno error = _process.Memory.Read(times, out TimeValue accessValue);
            error = error != Errno.None ? error : Read(times + 16, out modify);
            if (error != Errno.None || accessValue.Microseconds is < 0 or > 999_999)
            {
                return error != Errno.None ? error : Errno.EINVAL;
            }

            access = new Timespec(accessValue.Seconds, accessValue.Microseconds * 1000);
        }

        return Set(directory, path, 0, in access, in modify);
    }

    /// <summary>utime(2): whole seconds.</summary>
    public Errno SetTimesInSeconds(ulong path, ulong times)
    {
        var access = new Timespec(0, Now);
        var modify = new Timespec(0, Now);
        if (times != 0)
        {
            Errno error = _process.Memory.Read(times, out long accessSeconds);
            long modifySeconds = 0;
            error = error != Errno.None ? error : _process.Memory.Read(times + 8, out modifySeconds);
            if (error != Errno.None)
            {
                return error;
            }

            access = new Timespec(accessSeconds, 0);
            modify = new Timespec(modifySeconds, 0);
        }

        return Set(PathArgument.WorkingDirectory, path, 0, in access, in modify);
    }

    private Errno Read(ulong address, out Timespec time)
    {
        Errno error = _process.Memory.Read(address, out TimeValue value);
        time = new Timespec(value.Seconds, value.Microseconds * 1000);
        return error != Errno.None ? error : value.Microseconds is < 0 or > 999_999 ? Errno.EINVAL : Errno.None;
    }

    private Errno Set(int directory, ulong path, uint flags, in Timespec access, in Timespec modify)
    {
        if (!IsValid(in access) || !IsValid(in modify))
        {
            return Errno.EINVAL;
        }

        var changes = new AttributeChanges
        {
            Mask = MaskOf(in access, AttributeMask.AccessTime, AttributeMask.AccessTimeSet)
                | MaskOf(in modify, AttributeMask.ModifyTime, AttributeMask.ModifyTimeSet),
            AccessTime = access,
            ModifyTime = modify,
        };

        if (path == 0)
        {
            return SetOpen(directory, in changes);
        }

        Span<byte> room = stackalloc byte[Limits.Path];
        Errno error = PathArgument.Read(_process, directory, path, room, out PathArgument argument);
        if (error == Errno.None)
        {
            LookupFlags lookup = (flags & NoFollowFlag) != 0 ? LookupFlags.NoFollow : LookupFlags.None;
            lookup |= (flags & EmptyPathFlag) != 0 ? LookupFlags.EmptyPath : LookupFlags.None;
            error = _attributes.SetTimes(_process.Context, argument.Directory, argument.Path, lookup, in changes);
            argument.Release();
        }

        return error;
    }

    private Errno SetOpen(int descriptor, in AttributeChanges changes)
    {
        if (descriptor == PathArgument.WorkingDirectory)
        {
            return Errno.EFAULT;
        }

        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = _attributes.SetTimes(file.Value, in changes);
        file.Value.Release();
        return error;
    }

    private static bool IsValid(in Timespec time) => time.Nanoseconds is (>= 0 and < NanosecondsPerSecond) or Now or Omit;

    private static AttributeMask MaskOf(in Timespec time, AttributeMask changed, AttributeMask toValue) => time.Nanoseconds switch
    {
        Omit => AttributeMask.None,
        Now => changed,
        _ => changed | toValue,
    };
}
