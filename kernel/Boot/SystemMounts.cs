// The file systems that every app finds besides its share: /dev, /proc, /sys and the memory files of /dev/shm.
// KernelMain mounts them over the root.
namespace Kernel.Boot;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Process.Facts;
using Vfs;
using Vfs.Device;
using Vfs.Proc;
using Vfs.Ram;
using Vfs.Synthetic;

public sealed class SystemMounts
{
    /// <summary>Files of one of these file systems that can be open at once.</summary>
    private const int NodeCapacity = 64;

    /// <summary>Files in /dev/shm.</summary>
    private const int MemoryFiles = 128;

    /// <summary>Anybody may create, only the owner may remove (1777).</summary>
    private const uint SharedMode = 0x3FF;

    /// <summary>Texts of /proc that can be read at the same time without being made anew.</summary>
    private const int Snapshots = 4;

    /// <summary>The longest text is /proc/self/maps: 8 KiB are about 100 regions, enough for a program that fits into so small a VM.</summary>
    private const int SnapshotBytes = 8 << 10;

    /// <summary>As much in a larger VM, for programs with dozens of libraries.</summary>
    private const int LargeSnapshotBytes = 32 << 10;

    private const ulong LargeMemory = 64 << 20;

    private readonly Machine _machine;
    private readonly FileTables _tables;
    private readonly FileContext _context;

    public SystemMounts(Machine machine, FileTables tables, FileContext context)
    {
        _machine = machine;
        _tables = tables;
        _context = context;
        MemoryPages = new PhysicalPageStore(machine.Pages, machine.Pages.Total / 2);
    }

    /// <summary>The pages of the files in /dev/shm: at most half of RAM, as Linux's tmpfs.</summary>
    public PhysicalPageStore MemoryPages { get; }

    public void Mount(AppSession app, CommandLine options, Consoles consoles, EntropySource random)
    {
        app.AddressSpace.Files.Store = MemoryPages;
        var caches = new ProcessorCaches();
        var snapshots = new TextSnapshots(Snapshots, _machine.Sizes.Memory < LargeMemory ? SnapshotBytes : LargeSnapshotBytes);
        var facts = new ProcessFacts(
            app.Process, _machine.Threads, _machine.Scheduler, _machine.Pages, MemoryPages, caches, random);

        var devices = new DeviceFileSystem(NodeCapacity, consoles.Standard, consoles.Errors, consoles.Terminal, random, _tables.Clock);
        MountOver("/dev"u8, devices, "devtmpfs"u8);
        var memoryFiles = new RamFileSystem(MemoryFiles, SharedMode, MemoryPages, _tables.Clock);
        app.MemoryFiles.FileSystem = memoryFiles;
        MountOver("/dev/shm"u8, memoryFiles, "tmpfs"u8);
        MountOver("/proc"u8, new ProcFileSystem(NodeCapacity, facts, _tables.Mounts, snapshots, _tables.Clock), "proc"u8);
        MountOver("/sys"u8, new SysFileSystem(NodeCapacity, caches, snapshots, _tables.Clock), "sysfs"u8);
    }

    private void MountOver(ReadOnlySpan<byte> path, FileSystem fileSystem, ReadOnlySpan<byte> source)
    {
        Result<Mount> mount = _tables.Mounts.MountOver(_context, path, fileSystem, source);
        if (mount.IsError)
        {
            BootFailure.Stop(BootFailure.Status, path, "cannot be mounted: the tables of the VFS are too small"u8);
        }
    }
}
