// The computer below the app: RAM, page tables, traps, time and the scheduler, brought up in this order. KernelMain makes it first.
namespace Kernel.Boot;

using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Interrupts;
using Kernel.Memory;
using Kernel.Scheduling;

public sealed class Machine
{
    // Two consoles, and every share.
    private const int PollableCapacity = Limits.Mounts + 2;

    public Machine(BootInformation boot, Board board)
    {
        Pages = new PhysicalPages(BootMemory.FindFreeRanges(boot, board.MemoryLimit));
        BootHeap.Open(Pages);
        Sizes = new TableSizes((ulong)Pages.Total << PageSize.Shift);

        Kernel = new KernelAddressSpace(Pages, boot, board);
        DeviceMemory.Open(Kernel);

        Task = new TaskState();
        Interrupts = new InterruptTable();
        Lines = new InterruptLines(new IoApicLines(Interrupts), new LegacyPicLines(Interrupts), Limits.Mounts);
        TrapEntry.Open(Interrupts, Task, Pages);
        board.OpenInterrupts(Interrupts);

        ExtendedState = new ExtendedState();
        Threads = new ThreadTable(new KernelStacks(Pages, Kernel, Sizes.Threads), ExtendedState);
        ThreadSwitch = new ThreadSwitch(Task, ExtendedState, Threads);
        Timer = new QuantumTimer(board.MakeTimer(Interrupts));
        Idle = new IdleLoop(PollableCapacity, Timer);
        if (board.SharesProcessor)
        {
            Idle.EndBoot();
        }

        Scheduler = new Scheduler(Threads, ThreadSwitch, Idle, Timer);
        Queues = new ThreadQueueFactory(Scheduler);
    }

    public TableSizes Sizes { get; }

    public PhysicalPages Pages { get; }

    public KernelAddressSpace Kernel { get; }

    public TaskState Task { get; }

    public InterruptTable Interrupts { get; }

    public InterruptLines Lines { get; }

    public ExtendedState ExtendedState { get; }

    public ThreadTable Threads { get; }

    public ThreadSwitch ThreadSwitch { get; }

    public QuantumTimer Timer { get; }

    public IdleLoop Idle { get; }

    public Scheduler Scheduler { get; }

    public ThreadQueueFactory Queues { get; }
}
