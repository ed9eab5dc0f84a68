// The families of syscalls, each with a file of its own. AppSession makes them; the lines of SyscallTable call them.
namespace Kernel.Syscalls;

public sealed partial class SyscallTable
{
    public required FileSyscalls Files { get; init; }

    public required VectorSyscalls Vectors { get; init; }

    public required CopySyscalls Copies { get; init; }

    public required DirectorySyscalls Directories { get; init; }

    public required AttributeSyscalls Attributes { get; init; }

    public required FileTimeSyscalls FileTimes { get; init; }

    public required DescriptorSyscalls Descriptors { get; init; }

    public required DeviceControlSyscalls Devices { get; init; }

    public required PipeSyscalls Pipes { get; init; }

    public required PollSyscalls Polls { get; init; }

    public required SelectSyscalls Selects { get; init; }

    public required EventSyscalls Events { get; init; }

    public required WatchSyscalls Watches { get; init; }

    public required SignalFileSyscalls SignalFiles { get; init; }

    public required EpollSyscalls Epolls { get; init; }

    public required SocketSyscalls Sockets { get; init; }

    public required SocketOptionSyscalls SocketOptions { get; init; }

    public required MessageSyscalls Messages { get; init; }

    public required MemorySyscalls Memory { get; init; }

    public required MemoryFileSyscalls MemoryFiles { get; init; }

    public required ExecuteSyscalls Executions { get; init; }

    public required ThreadSyscalls Threads { get; init; }

    public required FutexSyscalls Futexes { get; init; }

    public required SignalSyscalls Signals { get; init; }

    public required SignalSendingSyscalls SignalSending { get; init; }

    public required TimeSyscalls Times { get; init; }

    public required TimerSyscalls Timers { get; init; }

    public required IdentitySyscalls Identity { get; init; }

    public required CapabilitySyscalls Capabilities { get; init; }

    public required ExtendedAttributeSyscalls ExtendedAttributes { get; init; }

    public required PersonalitySyscalls Personality { get; init; }

    public required ProcessSettingSyscalls Settings { get; init; }

    public required ProcessorSyscalls Processor { get; init; }

    public required SystemSyscalls System { get; init; }

    public UnknownSyscalls Unknown { get; } = new();
}
