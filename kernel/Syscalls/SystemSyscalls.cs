// What the system tells of itself: uname, sysinfo, limits, randomness, prctl, sync. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Scheduling;
using Kernel.Time;
using Vfs;
using Vfs.Device;

public sealed class SystemSyscalls
{
    private const int SetName = 15;
    private const int GetName = 16;
    private const int SetDumpable = 4;
    private const int GetDumpable = 3;
    private const int SetNoNewPrivileges = 38;
    private const int GetNoNewPrivileges = 39;
    private const int SetTimerSlack = 29;
    private const int GetTimerSlack = 30;
    private const int SetParentDeathSignal = 1;
    private const uint RandomFlags = 7;

    /// <summary>GRND_RANDOM and GRND_INSECURE contradict each other.</summary>
    private const uint RandomContradiction = 6;
    private const int RandomChunk = 256;

    private readonly Process _process;
    private readonly PhysicalPages _pages;
    private readonly MountTable _mounts;
    private readonly EntropySource _random;

    public SystemSyscalls(Process process, PhysicalPages pages, MountTable mounts, EntropySource random)
    {
        _process = process;
        _pages = pages;
        _mounts = mounts;
        _random = random;
    }

    public Errno Name(ulong address)
    {
        SystemName name = default;
        SystemName.Set(ref name.OperatingSystem, KernelName.OperatingSystem);
        SystemName.Set(ref name.Node, KernelName.Host);
        SystemName.Set(ref name.Release, KernelName.Release);
        SystemName.Set(ref name.Version, KernelName.Version);
        SystemName.Set(ref name.Machine, KernelName.Machine);
        SystemName.Set(ref name.Domain, "(none)"u8);
        return _process.Memory.Write(address, in name);
    }

    public Errno Memory(ulong address)
    {
        var memory = new SystemMemory
        {
            Uptime = (long)(Clock.Nanoseconds / 1_000_000_000),
            TotalRam = (ulong)_pages.Total * PageSize.Bytes,
            FreeRam = (ulong)_pages.Free * PageSize.Bytes,
            Processes = 1,
            Unit = 1,
        };
        return _process.Memory.Write(address, in memory);
    }

    public Result<long> FillRandom(ulong address, ulong length, uint flags)
    {
        if ((flags & ~RandomFlags) != 0 || (flags & RandomContradiction) == RandomContradiction)
        {
            return Errno.EINVAL;
        }

        int count = FileSyscalls.Clamp(length);
        Span<byte> chunk = stackalloc byte[RandomChunk];
        for (int done = 0; done < count;)
        {
            Span<byte> part = chunk.Slice(0, Math.Min(RandomChunk, count - done));
            _random.Fill(part);
            Errno error = _process.Memory.CopyOut(address + (ulong)done, part);
            if (error != Errno.None)
            {
                return done != 0 ? done : error;
            }

            done += part.Length;
        }

        return count;
    }

    public Errno Limit(int process, int resource, ulong newLimit, ulong oldLimit)
    {
        if (process is not (0 or Process.Id))
        {
            return Errno.ESRCH;
        }

        if (!ResourceLimits.IsValid(resource))
        {
            return Errno.EINVAL;
        }

        ref ResourceLimit stored = ref _process.ResourceLimits[(Resource)resource];
        ResourceLimit wanted = stored;
        Errno error = newLimit != 0 ? _process.Memory.Read(newLimit, out wanted) : Errno.None;
        if (error == Errno.None && wanted.Current > wanted.Maximum)
        {
            error = Errno.EINVAL;
        }

        error = error != Errno.None || oldLimit == 0 ? error : _process.Memory.Write(oldLimit, in stored);
        if (error == Errno.None && newLimit != 0)
        {
            stored = wanted;
            if ((Resource)resource == Resource.OpenFiles)
            {
                _process.Files.Limit = (int)Math.Min(wanted.Current, int.MaxValue);
            }
        }

        return error;
    }

    /// <summary>prctl(2): what programs set without needing it; EINVAL for the rest, as an older kernel would say.</summary>
    public Result<long> Control(int option, ulong argument)
    {
        Span<byte> name = stackalloc byte[Thread.NameLength];
        name.Clear();
        switch (option)
        {
            case SetName:
                Result<int> length = _process.Memory.CopyString(argument, name);
                if (length.IsError && length.Error != Errno.ENAMETOOLONG)
                {
                    return length.Error;
                }

                Current.Thread.SetName(length.IsError ? name : name.Slice(0, length.Value));
                return 0;
            case GetName:
                Current.Thread.Name.CopyTo(name);
                return _process.Memory.CopyOut(argument, name);
            case GetDumpable:
                return 1;
            case GetTimerSlack:
                return 50_000;
            case SetDumpable or SetNoNewPrivileges or GetNoNewPrivileges or SetTimerSlack or SetParentDeathSignal:
                return 0;
            default:
                return Errno.EINVAL;
        }
    }

    /// <summary>sync(2): every file system is asked, nobody is told of errors.</summary>
    public Errno SynchronizeAll()
    {
        for (int index = 0; index < _mounts.Capacity; index++)
        {
            if (_mounts[index].IsMounted)
            {
                _mounts[index].FileSystem.Synchronize();
            }
        }

        return Errno.None;
    }

    public Errno Synchronize(int descriptor)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = file.Value.Node.FileSystem.Synchronize();
        file.Value.Release();
        return error;
    }
}
