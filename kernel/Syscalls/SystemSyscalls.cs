// What the system tells of itself: uname, sysinfo, limits, randomness, sync. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Time;
using Vfs.Device;

public sealed class SystemSyscalls
{
    private const uint RandomFlags = 7;

    /// <summary>GRND_RANDOM and GRND_INSECURE contradict each other.</summary>
    private const uint RandomContradiction = 6;
    private const int RandomChunk = 256;

    private readonly Process _process;
    private readonly PhysicalPages _pages;
    private readonly EntropySource _random;

    public SystemSyscalls(Process process, PhysicalPages pages, EntropySource random)
    {
        _process = process;
        _pages = pages;
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

        if (error == Errno.None && wanted.Maximum > stored.Maximum && !_process.Credentials.Has(Credentials.SetResources))
        {
            error = Errno.EPERM;
        }

        error = error != Errno.None || oldLimit == 0 ? error : _process.Memory.Write(oldLimit, in stored);
        if (error == Errno.None && newLimit != 0)
        {
            stored = wanted;
            if ((Resource)resource == Resource.OpenFiles)
            {
                _process.Files.Limit = (int)Math.Min(wanted.Current, int.MaxValue);
            }
            else if ((Resource)resource == Resource.AddressSpace)
            {
                _process.AddressSpace.Limit = wanted.Current;
            }
        }

        return error;
    }

    /// <summary>waitid(2): there are no children, which is told in the siginfo_t too.</summary>
    public Errno WaitForChild(ulong address)
    {
        Errno error = address == 0 ? Errno.None : _process.Memory.Write(address, default(ChildStatus));
        return error != Errno.None ? error : Errno.ECHILD;
    }

    /// <summary>
    /// sync(2): what shared mappings have changed goes to the files, and nobody is told of errors. What was written is with its server
    /// already; 9P can ask only for one file that the disk have it (fsync(2)).
    /// </summary>
    public Errno SynchronizeAll()
    {
        _process.AddressSpace.Files.WriteBackAll();
        return Errno.None;
    }

    /// <summary>syncfs(2).</summary>
    public Errno Synchronize(int descriptor)
    {
        Errno error = _process.Files.Get(descriptor).Error;
        return error != Errno.None ? error : SynchronizeAll();
    }
}
