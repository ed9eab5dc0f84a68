// The scheduling calls for a machine with one processor: affinity, priorities, membarrier, getcpu. SyscallTable calls.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Process;
using Kernel.Scheduling;

public sealed class ProcessorSyscalls
{
    private const int AffinityBytes = 8;
    private const int LastPolicy = 6;
    private const int FirstInFirstOut = 1;
    private const int RoundRobin = 2;
    private const int LargestPriority = 99;

    /// <summary>GLOBAL, GLOBAL_EXPEDITED, its registration, PRIVATE_EXPEDITED, its registration (membarrier(2)).</summary>
    private const uint Barriers = 1 | 2 | 4 | 8 | 16;

    private const uint ResetOnFork = 0x40000000;

    private readonly Process _process;
    private readonly ThreadTable _threads;
    private int _policy;
    private int _priority;

    public ProcessorSyscalls(Process process, ThreadTable threads)
    {
        _process = process;
        _threads = threads;
    }

    /// <summary>sched_getaffinity(2) returns the bytes written; .NET counts its processors by it.</summary>
    public Result<long> GetAffinity(int id, int length, ulong address)
    {
        if (length < AffinityBytes || length % AffinityBytes != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = CheckThread(id);
        error = error != Errno.None ? error : _process.Memory.Write(address, 1ul);
        return error != Errno.None ? error : AffinityBytes;
    }

    public Errno SetAffinity(int id, int length, ulong address)
    {
        byte mask = 0;
        Errno error = length > 0 ? _process.Memory.Read(address, out mask) : Errno.EINVAL;
        error = error != Errno.None ? error : CheckThread(id);
        return error != Errno.None ? error : (mask & 1) != 0 ? Errno.None : Errno.EINVAL;
    }

    public Result<long> GetCpu(ulong processor, ulong node)
    {
        Errno error = processor == 0 ? Errno.None : _process.Memory.Write(processor, 0u);
        return error != Errno.None || node == 0 ? error : _process.Memory.Write(node, 0u);
    }

    /// <summary>membarrier(2): with one processor, having entered the kernel is the barrier.</summary>
    public Result<long> Barrier(uint command, uint flags)
    {
        if (flags != 0)
        {
            return Errno.EINVAL;
        }

        if (command == 0)
        {
            return Barriers;
        }

        return (command & Barriers) == command && (command & (command - 1)) == 0 ? 0 : Errno.EINVAL;
    }

    /// <summary>sched_getscheduler(2).</summary>
    public Result<long> GetPolicy(int id) => id < 0 ? Errno.EINVAL : CheckThread(id) is var error and not Errno.None ? error : _policy;

    /// <summary>sched_setscheduler(2): told again when asked for, for all threads, and nothing else.</summary>
    public Errno SetPolicy(int id, int policy, ulong address)
    {
        int asked = (int)((uint)policy & ~ResetOnFork);
        int priority = 0;
        Errno error = id < 0 || address == 0 || asked is < 0 or 4 or >= LastPolicy ? Errno.EINVAL : _process.Memory.Read(address, out priority);
        error = error != Errno.None ? error : CheckThread(id);
        if (error != Errno.None || priority < SmallestPriorityOf(asked).Value || priority > LargestPriorityOf(asked).Value)
        {
            return error != Errno.None ? error : Errno.EINVAL;
        }

        _policy = policy;
        _priority = priority;
        return Errno.None;
    }

    /// <summary>sched_getparam(2).</summary>
    public Errno GetParameters(int id, ulong address)
    {
        Errno error = id < 0 || address == 0 ? Errno.EINVAL : CheckThread(id);
        return error != Errno.None ? error : _process.Memory.Write(address, _priority);
    }

    /// <summary>sched_setparam(2).</summary>
    public Errno SetParameters(int id, ulong address) => SetPolicy(id, _policy, address);

    public Result<long> LargestPriorityOf(int policy) => policy is FirstInFirstOut or RoundRobin ? LargestPriority : CheckPolicy(policy);

    public Result<long> SmallestPriorityOf(int policy) => policy is FirstInFirstOut or RoundRobin ? 1 : CheckPolicy(policy);

    public Errno GetInterval(int id, ulong address)
    {
        Errno error = id < 0 ? Errno.EINVAL : CheckThread(id);
        return error != Errno.None ? error : _process.Memory.Write(address, new Timespec(0, 4_000_000));
    }

    private static Errno CheckPolicy(int policy) => policy is < 0 or 4 or > LastPolicy ? Errno.EINVAL : Errno.None;

    /// <summary>0 is the thread that asks.</summary>
    private Errno CheckThread(int id) => id is 0 or Process.Id || _threads.Find(id) != null ? Errno.None : Errno.ESRCH;
}
