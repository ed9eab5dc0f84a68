// The descriptors of the process (files_struct): small integers that refer to OpenFiles. The syscalls look up, install and close here.
namespace Vfs;

using System;
using System.Numerics;
using Kernel.Abi;
using Vfs.Locks;

/// <summary>A fixed table; the lowest free number is given out first (open(2)).</summary>
public sealed class FileTable
{
    private readonly OpenFile?[] _files;
    private readonly ulong[] _used;
    private readonly ulong[] _closeOnExec;
    private readonly LockTable _locks;
    private int _limit;

    /// <param name="capacity">Descriptors at most, a multiple of 64; normally <see cref="Limits.Descriptors"/>.</param>
    public FileTable(int capacity, LockTable locks)
    {
        _files = new OpenFile?[capacity];
        _used = new ulong[(capacity + 63) / 64];
        _closeOnExec = new ulong[_used.Length];
        _locks = locks;
        _limit = capacity;
    }

    public int Capacity => _files.Length;

    public int InUse { get; private set; }

    /// <summary>RLIMIT_NOFILE: one more than the largest descriptor that may be given out. Clamped to the table.</summary>
    public int Limit
    {
        get => _limit;
        set => _limit = Math.Clamp(value, 0, _files.Length);
    }

    /// <summary>The opening behind a descriptor, borrowed: for what cannot sleep. EBADF.</summary>
    public Result<OpenFile> Get(int descriptor)
    {
        OpenFile? file = (uint)descriptor < (uint)_files.Length ? _files[descriptor] : null;
        return file == null ? Errno.EBADF : file;
    }

    /// <summary>As <see cref="Get"/>, with a reference that the caller releases when the operation is over.</summary>
    public Result<OpenFile> Take(int descriptor)
    {
        Result<OpenFile> file = Get(descriptor);
        if (!file.IsError)
        {
            file.Value.Acquire();
        }

        return file;
    }

    /// <summary>Gives a file the lowest free descriptor from <paramref name="minimum"/> on.</summary>
    /// <returns>
    /// The descriptor, and the reference is the table's; EMFILE when all are in use, EINVAL for a minimum beyond the limit: it stays the
    /// caller's.
    /// </returns>
    public Result<int> Install(OpenFile file, bool closeOnExec, int minimum = 0)
    {
        if (minimum < 0 || (minimum != 0 && minimum >= _limit))
        {
            return Errno.EINVAL;
        }

        int descriptor = FindFree(minimum);
        if (descriptor >= _limit)
        {
            return Errno.EMFILE;
        }

        Set(descriptor, file, closeOnExec);
        return descriptor;
    }

    /// <summary>Installs what an open returned, or passes its error on; a file that finds no descriptor is released.</summary>
    public Result<int> Give(Result<OpenFile> file, bool closeOnExec)
    {
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> descriptor = Install(file.Value, closeOnExec);
        if (descriptor.IsError)
        {
            file.Value.Release();
        }

        return descriptor;
    }

    /// <summary>dup(2), F_DUPFD and F_DUPFD_CLOEXEC.</summary>
    public Result<int> Duplicate(int descriptor, bool closeOnExec, int minimum = 0)
    {
        Result<OpenFile> file = Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Result<int> copy = Install(file.Value, closeOnExec, minimum);
        if (copy.IsError)
        {
            file.Value.Release();
        }

        return copy;
    }

    /// <summary>
    /// dup2(2) and dup3(2) between different descriptors; what the target referred to is closed. EBADF. The syscall deals with equal ones.
    /// </summary>
    public Result<int> DuplicateTo(int descriptor, int target, bool closeOnExec)
    {
        Result<OpenFile> file = Take(descriptor);
        if (file.IsError || (uint)target >= (uint)_limit)
        {
            if (!file.IsError)
            {
                file.Value.Release();
            }

            return Errno.EBADF;
        }

        // The new one takes the place at once: closing the old one may sleep, and nobody else must find the place free.
        OpenFile? replaced = _files[target];
        InUse -= replaced != null ? 1 : 0;
        Set(target, file.Value, closeOnExec);
        if (replaced != null)
        {
            End(replaced);
        }

        return target;
    }

    /// <summary>close(2): EBADF when it is not open, otherwise it is gone.</summary>
    public Errno Close(int descriptor)
    {
        Result<OpenFile> file = Get(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        _files[descriptor] = null;
        _used[descriptor >> 6] &= ~(1UL << descriptor);
        InUse--;
        End(file.Value);
        return Errno.None;
    }

    /// <summary>close_range(2): closes all from <paramref name="first"/> to <paramref name="last"/>, or sets FD_CLOEXEC on them.</summary>
    public void CloseRange(uint first, uint last, bool onlyCloseOnExec)
    {
        for (uint descriptor = first; descriptor <= last && descriptor < (uint)_files.Length; descriptor++)
        {
            if (_files[descriptor] == null)
            {
                continue;
            }

            if (onlyCloseOnExec)
            {
                SetCloseOnExec((int)descriptor, true);
            }
            else
            {
                Close((int)descriptor);
            }
        }
    }

    /// <summary>execve(2): closes every descriptor with FD_CLOEXEC.</summary>
    public void CloseForExec()
    {
        for (int descriptor = 0; descriptor < _files.Length; descriptor++)
        {
            if (IsCloseOnExec(descriptor))
            {
                Close(descriptor);
            }
        }
    }

    /// <summary>FD_CLOEXEC of an open descriptor.</summary>
    public bool IsCloseOnExec(int descriptor)
        => !Get(descriptor).IsError && (_closeOnExec[descriptor >> 6] & 1UL << descriptor) != 0;

    /// <summary>F_SETFD; the caller has checked that the descriptor is open.</summary>
    public void SetCloseOnExec(int descriptor, bool value)
    {
        ulong bit = 1UL << descriptor;
        _closeOnExec[descriptor >> 6] = value ? _closeOnExec[descriptor >> 6] | bit : _closeOnExec[descriptor >> 6] & ~bit;
    }

    /// <summary>The first open descriptor from <paramref name="from"/> on, for /proc/self/fd; -1 when there is none.</summary>
    public int NextOpen(int from)
    {
        for (int descriptor = Math.Max(from, 0); descriptor < _files.Length; descriptor++)
        {
            if (_files[descriptor] != null)
            {
                return descriptor;
            }
        }

        return -1;
    }

    private void End(OpenFile file)
    {
        _locks.ReleaseRanges(file.Node, this);
        file.Release();
    }

    private int FindFree(int minimum)
    {
        ulong excluded = (1UL << minimum) - 1;
        for (int word = minimum >> 6; word < _used.Length; word++)
        {
            ulong taken = _used[word] | excluded;
            if (taken != ulong.MaxValue)
            {
                return (word << 6) + BitOperations.TrailingZeroCount(~taken);
            }

            excluded = 0;
        }

        return int.MaxValue;
    }

    private void Set(int descriptor, OpenFile file, bool closeOnExec)
    {
        _files[descriptor] = file;
        _used[descriptor >> 6] |= 1UL << descriptor;
        InUse++;
        SetCloseOnExec(descriptor, closeOnExec);
    }
}
