// The scheduling calls for a machine with one processor: affinity, priorities, membarrier, getcpu. SyscallTable calls.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Process;

public sealed class ProcessorSyscalls
{
    private const int AffinityBytes = 8;
    private const int LastPolicy = 6;
    private const int FirstInFirstOut = 1;
    private const int RoundRobin = 2;
    private const int LargestPriority = 99;

    /// <summary>GLOBAL, GLOBAL_EXPEDITED, its registration, PRIVATE_EXPEDITED, its registration (membarrier(2)).</summary>
    private const uint Barriers = 1 | 2 | 4 | 8 | 16;

    private readonly Process _process;

    public ProcessorSyscalls(Process process)
    {
        _process = process;
    }

    /// <summary>sched_getaffinity(2) returns the bytes written; .NET counts its processors by it.</summary>
    public Result<long> GetAffinity(int length, ulong address)
    {
        if (length < AffinityBytes || length % AffinityBytes != 0)
        {
            return Errno.EINVAL;
        }

        Errno error = _process.Memory.Write(address, 1ul);
        return error != Errno.None ? error : AffinityBytes;
    }

    public Errno SetAffinity(int length, ulong address)
    {
        byte mask = 0;
        Errno error = length > 0 ? _process.Memory.Read(address, out mask) : Errno.EINVAL;
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

    public Errno GetParameters(ulong address) => _process.Memory.Write(address, 0);

    public Result<long> LargestPriorityOf(int policy) => policy is FirstInFirstOut or RoundRobin ? LargestPriority : CheckPolicy(policy);

    public Result<long> SmallestPriorityOf(int policy) => policy is FirstInFirstOut or RoundRobin ? 1 : CheckPolicy(policy);

    public Errno CheckPolicy(int policy) => policy is < 0 or > LastPolicy ? Errno.EINVAL : Errno.None;

    public Errno GetInterval(ulong address) => _process.Memory.Write(address, new Timespec(0, 4_000_000));
}
