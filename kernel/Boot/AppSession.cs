// The app and what serves it: the process, its syscalls and its first thread. KernelMain makes one, starts it and waits for its end.
namespace Kernel.Boot;

using System;
using Kernel.Abi;
using Kernel.Interrupts;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Process.Signals;
using Kernel.Syscalls;
using Vfs;
using Vfs.Device;
using Vfs.Terminals;

public sealed class AppSession
{
    private const int SignalFileCount = 8;
    private const int GatherBuffers = 8;
    private const int SignalTimerCount = 32;

    private readonly Machine _machine;
    private readonly FileTables _tables;
    private readonly Launch _launch;
    private readonly Replacement _replacement;

    /// <param name="messageSize">Bytes of the longest 9P message: so much of a buffer is pinned at once.</param>
    public AppSession(Machine machine, FileTables tables, FileContext context, EntropySource random, int messageSize)
    {
        _machine = machine;
        _tables = tables;
        AddressSpace = new AddressSpace(
            machine.Pages, machine.Kernel, machine.Scheduler, machine.Sizes.Regions, machine.Sizes.OpenFiles, machine.Sizes.ClusterPages);
        var limits = new ResourceLimits(machine.Sizes.Memory, machine.Sizes.Threads, Limits.Descriptors, machine.Sizes.Signals);
        Process = new Process(
            machine.Scheduler,
            machine.Threads,
            AddressSpace,
            new UserMemory(AddressSpace),
            new FileTable(Limits.Descriptors, tables.Locks),
            context,
            limits);

        var report = new DeathReport(AddressSpace, Process.Program);
        var frames = new SignalFrames(Process.Memory, machine.ExtendedState);
        var delivery = new SignalDelivery(Process, frames, report);
        machine.Interrupts.Exceptions = new ExceptionTable(
            AddressSpace, new EmulatedReturn(Process.Memory), new UserFaults(Process, delivery, report));
        UserReturn.Connect(Process, machine.Scheduler, delivery);
        Signals = new SignalSender(Process.Signals, machine.Scheduler, machine.Threads);
        Timers = new SignalTimers(Process, machine.Scheduler, Signals, SignalTimerCount);

        int pinnedPages = (messageSize / PageSize.Bytes) + 2;
        Buffers = new UserBuffers(AddressSpace, machine.Threads.Capacity, pinnedPages, GatherBuffers);
        MemoryFiles = new MemoryFileSyscalls(Process, tables.Files);
        var start = new ProgramStart(Process, tables.Files, random, new ElfLoader(AddressSpace), machine.ExtendedState.Size);
        _replacement = new Replacement(Process, start, machine.Threads, machine.ThreadSwitch, machine.Sizes.ArgumentBytes);
        SyscallEntry.Open(Compose(frames, delivery, random));
        _launch = new Launch(
            Process,
            machine.Scheduler,
            machine.Threads,
            tables.Files,
            start);
    }

    public AddressSpace AddressSpace { get; }

    public Process Process { get; }

    public UserBuffers Buffers { get; }

    /// <summary>Waits for the file system that SystemMounts makes.</summary>
    public MemoryFileSyscalls MemoryFiles { get; }

    public SignalSender Signals { get; }

    public SignalTimers Timers { get; }

    /// <summary>Loads the program; on failure says why and powers off.</summary>
    public void Start(CommandLine options)
    {
        Process.Credentials.Start(options.Uid, options.Gid);
        int status = _launch.Start(options.Init, options.Arguments, options.Environment, options.WorkingDirectory);
        if (status != 0)
        {
            BootFailure.Stop(status, _launch.Error.Text, default);
        }
    }

    /// <summary>
    /// Opens the standard streams: descriptors 0 to 2 share one opening of the terminal, or as many of them as a user sits at; the others
    /// are ends of streams, each its own.
    /// </summary>
    public void OpenStreams(Terminal? terminal, bool isErrorOnTerminal)
    {
        if (terminal == null)
        {
            Open("/dev/console"u8, OpenFlags.ReadOnly);
            Open("/dev/ttyS0"u8, OpenFlags.WriteOnly);
        }
        else
        {
            Open("/dev/tty"u8, OpenFlags.ReadWrite);
            Process.Files.Duplicate(0, closeOnExec: false);
            terminal.Signals = new TerminalKeys(Process, Signals);
        }

        if (terminal != null && isErrorOnTerminal)
        {
            Process.Files.Duplicate(0, closeOnExec: false);
        }
        else
        {
            Open("/dev/ttyS1"u8, OpenFlags.WriteOnly);
        }
    }

    private void Open(ReadOnlySpan<byte> device, OpenFlags access)
    {
        Result<OpenFile> file = _tables.Files.Open(Process.Context, null, device, access, 0);
        Result<int> descriptor = file.IsError ? file.Error : Process.Files.Install(file.Value, closeOnExec: false);
        if (descriptor.IsError)
        {
            BootFailure.Stop(BootFailure.Status, device, "cannot be opened as a standard stream"u8);
        }
    }

    private SyscallTable Compose(SignalFrames frames, SignalDelivery delivery, EntropySource random)
    {
        var times = new TimeSyscalls(Process, _machine.Scheduler, _machine.Threads);
        var files = new FileSyscalls(Process, _tables.Files, Buffers, Signals);
        var sockets = new SocketSyscalls(Process, _tables.Files, _tables.Names, _tables.Sockets);
        return new SyscallTable
        {
            Files = files,
            Vectors = new VectorSyscalls(Process, files, Buffers),
            Copies = new CopySyscalls(Process, files, Buffers, _machine.Sizes.CopyBytes),
            Directories = new DirectorySyscalls(Process, _tables.Files, _tables.Names, Buffers),
            Attributes = new AttributeSyscalls(Process, _tables.Files, _tables.Attributes),
            FileTimes = new FileTimeSyscalls(Process, _tables.Attributes),
            Descriptors = new DescriptorSyscalls(Process, _tables.Locks),
            Devices = new DeviceControlSyscalls(Process),
            Pipes = new PipeSyscalls(Process, _tables.Files, _tables.Pipes),
            Polls = new PollSyscalls(Process, _machine.Scheduler),
            Selects = new SelectSyscalls(Process, _machine.Scheduler),
            Events = new EventSyscalls(Process, _tables.Events),
            SignalFiles = new SignalFileSyscalls(Process, _tables.Files, _tables.Events.Others, Signals, SignalFileCount),
            Watches = new WatchSyscalls(Process, _tables.Files, _tables.Events),
            Epolls = new EpollSyscalls(Process, _machine.Scheduler, _tables.Events),
            Sockets = sockets,
            SocketOptions = new SocketOptionSyscalls(Process, sockets),
            Messages = new MessageSyscalls(Process, sockets, files, Buffers),
            Memory = new MemorySyscalls(Process),
            MemoryFiles = MemoryFiles,
            Executions = new ExecuteSyscalls(Process, _replacement),
            Threads = new ThreadSyscalls(Process, _machine.Scheduler, _machine.Threads, _machine.ThreadSwitch),
            Futexes = new FutexSyscalls(Process, times, _machine.Threads),
            Signals = new SignalSyscalls(Process, _machine.Scheduler, frames, delivery),
            SignalSending = new SignalSendingSyscalls(Process, Signals, _machine.Threads),
            Times = times,
            Timers = new TimerSyscalls(Process, Timers, times, _machine.Threads),
            Identity = new IdentitySyscalls(Process),
            Capabilities = new CapabilitySyscalls(Process),
            ExtendedAttributes = new ExtendedAttributeSyscalls(Process, _tables.Files),
            Personality = new PersonalitySyscalls(),
            Settings = new ProcessSettingSyscalls(Process),
            Processor = new ProcessorSyscalls(Process, _machine.Threads),
            System = new SystemSyscalls(Process, _machine.Pages, random),
        };
    }
}
