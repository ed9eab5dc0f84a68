// The tables of the VFS and the operations on them, made once; the syscalls and the mounts share them.
namespace Kernel.Boot;

using Kernel.Abi;
using Kernel.Memory;
using Kernel.Time;
using Vfs;
using Vfs.Events;
using Vfs.Locks;
using Vfs.Pipes;
using Vfs.Ram;
using Vfs.Sockets;

public sealed class FileTables
{
    public FileTables(Machine machine)
    {
        TableSizes sizes = machine.Sizes;
        Clock = new SystemWallClock();
        Dentries = new DentryCache(sizes.Dentries);
        Mounts = new MountTable(Dentries, Limits.Mounts);
        Locks = new LockTable(sizes.Locks, machine.Queues.Create());
        OpenFiles = new OpenFileTable(sizes.OpenFiles, Locks, machine.Queues.Create());
        int rings = sizes.Pipes + (2 * sizes.SocketPairs);
        RingPages = new PhysicalPageStore(machine.Pages, rings * (SocketEnd.BufferLength / PageStore.PageSize));
        Pipes = new PipeFileSystem(sizes.Pipes, RingPages, machine.Queues, Clock);
        Files = new FileOperations(Dentries, OpenFiles);
        Events = new EventFiles(sizes.EventFiles, sizes.EpollWatches, sizes.ChangeQueues, Files, machine.Queues, new SystemMonotonicClock());
        Sockets = new SocketFileSystem(sizes.SocketPairs, Files, RingPages, machine.Queues);
        Names = new NameOperations(Dentries);
        Attributes = new AttributeOperations(Files);
    }

    public SystemWallClock Clock { get; }

    public DentryCache Dentries { get; }

    public MountTable Mounts { get; }

    public LockTable Locks { get; }

    public OpenFileTable OpenFiles { get; }

    public PipeFileSystem Pipes { get; }

    public FileOperations Files { get; }

    public EventFiles Events { get; }

    /// <summary>What is under way in pipes and socket pairs.</summary>
    public PhysicalPageStore RingPages { get; }

    public SocketFileSystem Sockets { get; }

    public NameOperations Names { get; }

    public AttributeOperations Attributes { get; }
}
