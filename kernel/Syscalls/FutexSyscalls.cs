// futex(2): decodes the operation and its time-out; SyscallTable calls, Futex does the work.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Process;
using Kernel.Scheduling;

public sealed class FutexSyscalls
{
    private const uint PrivateFlag = 0x80;
    private const uint RealTimeFlag = 0x100;

    private readonly Process _process;
    private readonly TimeSyscalls _time;
    private readonly ThreadTable _threads;

    public FutexSyscalls(Process process, TimeSyscalls time, ThreadTable threads)
    {
        _threads = threads;
        _process = process;
        _time = time;
    }

    private enum Operation : uint
    {
        Wait = 0,
        Wake = 1,
        Requeue = 3,
        CompareRequeue = 4,
        WakeAfter = 5,
        WaitBits = 9,
        WakeBits = 10,
    }

    /// <param name="argument4">A time-out, or the number of threads to move.</param>
    public Result<long> Execute(ulong address, uint operation, uint value, ulong argument4, ulong address2, uint value3)
    {
        bool isPrivate = (operation & PrivateFlag) != 0;
        bool isRealTime = (operation & RealTimeFlag) != 0;
        if (isRealTime && (Operation)(operation & ~(PrivateFlag | RealTimeFlag)) != Operation.WaitBits)
        {
            return Errno.ENOSYS;
        }

        // A shared futex is known by what is mapped there, so that there has to be something.
        bool needsPage = (Operation)(operation & ~RealTimeFlag) is Operation.Wake or Operation.WakeBits;
        if (needsPage && _process.Memory.Read(address & ~3ul, out uint _) != Errno.None)
        {
            return Errno.EFAULT;
        }

        switch ((Operation)(operation & ~(PrivateFlag | RealTimeFlag)))
        {
            case Operation.Wait:
                return Wait(address, isPrivate, value, argument4, Futex.AnyBit, isAbsolute: false, isRealTime: false);
            case Operation.WaitBits:
                return Wait(address, isPrivate, value, argument4, value3, isAbsolute: true, isRealTime);
            case Operation.Wake:
                return Wake(address, isPrivate, (int)value, Futex.AnyBit);
            case Operation.WakeBits:
                return Wake(address, isPrivate, (int)value, value3);
            case Operation.Requeue:
                return Requeue(address, isPrivate, value, argument4, address2, null);
            case Operation.CompareRequeue:
                return Requeue(address, isPrivate, value, argument4, address2, value3);
            case Operation.WakeAfter:
                return Check(address, Futex.AnyBit) is var wakeError and not Errno.None ? wakeError
                    : _process.Futex.WakeAfter(address, isPrivate, (int)value, address2, (int)argument4, new FutexOperation(value3)).Widen();
            default:
                return Errno.ENOSYS;
        }
    }

    private Result<long> Wait(ulong address, bool isPrivate, uint expected, ulong timeout, uint bits, bool isAbsolute, bool isRealTime)
    {
        if (bits == 0)
        {
            return Errno.EINVAL;
        }

        ulong deadline = Scheduler.Never;
        if (timeout != 0)
        {
            Errno error = _process.Memory.Read(timeout, out Timespec time);
            error = error != Errno.None ? error : TimeSyscalls.Check(in time);
            if (error != Errno.None)
            {
                return error;
            }

            deadline = isAbsolute ? _time.DeadlineAt(in time, isRealTime) : TimeSyscalls.DeadlineAfter(in time);
        }

        return _process.Futex.Wait(address, isPrivate, expected, deadline, bits);
    }

    private Result<long> Wake(ulong address, bool isPrivate, int count, uint bits)
    {
        Errno error = Check(address, bits);
        return error != Errno.None ? error : _process.Futex.Wake(_process.Futex.KeyOf(address, isPrivate), count, bits);
    }

    /// <summary>set_robust_list(2).</summary>
    public Errno SetRobustList(ulong head, ulong size)
    {
        if (size != RobustList.HeadSize)
        {
            return Errno.EINVAL;
        }

        Current.Thread.RobustList = head;
        return Errno.None;
    }

    /// <summary>get_robust_list(2); 0 is the running thread.</summary>
    public Errno GetRobustList(int id, ulong head, ulong size)
    {
        Thread? thread = id == 0 ? Current.Thread : _threads.Find(id);
        Errno error = thread == null ? Errno.ESRCH : _process.Memory.Write(size, RobustList.HeadSize);
        return error != Errno.None ? error : _process.Memory.Write(head, thread!.RobustList);
    }

    private Result<long> Requeue(ulong address, bool isPrivate, uint wakeLimit, ulong moveLimit, ulong target, uint? expected)
    {
        if ((int)wakeLimit < 0 || (int)moveLimit < 0)
        {
            return Errno.EINVAL;
        }

        Errno error = Check(address, Futex.AnyBit);
        error = error != Errno.None ? error : Check(target, Futex.AnyBit);
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> woken = _process.Futex.Requeue(address, isPrivate, (int)wakeLimit, (int)moveLimit, target, expected, out int moved);
        return woken.IsError ? woken.Error : woken.Value + moved;
    }

    private static Errno Check(ulong address, uint bits) => (address & 3) != 0 || bits == 0 ? Errno.EINVAL : Errno.None;
}
