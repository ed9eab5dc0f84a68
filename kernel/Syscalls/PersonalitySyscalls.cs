// personality, nice values and I/O priorities: kept and told, without effect on one process that has the machine to itself. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;

public sealed class PersonalitySyscalls
{
    private const uint OnlyAsk = uint.MaxValue;
    private const int OfProcess = 0, OfGroup = 1, OfUser = 2;
    private const int LowestNice = -20, HighestNice = 19;

    /// <summary>The raw getpriority(2) returns 20 minus the nice value, which is never negative.</summary>
    private const int NiceOrigin = 20;

    /// <summary>IOPRIO_WHO_PROCESS to IOPRIO_WHO_USER; classes none, real time, best effort, idle above bit 13.</summary>
    private const int IoOfProcess = 1, IoOfUser = 3, IoClassShift = 13, IoLastClass = 3;

    private uint _personality;
    private int _nice;
    private uint _ioPriority;

    public long Set(uint personality)
    {
        uint old = _personality;
        _personality = personality == OnlyAsk ? old : personality;
        return old;
    }

    public Result<long> GetPriority(int which, int who)
    {
        Errno error = Check(which, who);
        return error != Errno.None ? error : NiceOrigin - _nice;
    }

    public Errno SetPriority(int which, int who, int nice)
    {
        Errno error = Check(which, who);
        _nice = error != Errno.None ? _nice : Math.Clamp(nice, LowestNice, HighestNice);
        return error;
    }

    public Result<long> GetIoPriority(int which, int who) => which is < IoOfProcess or > IoOfUser ? Errno.EINVAL
        : which != IoOfUser && who is not (0 or Process.Id) ? Errno.ESRCH : _ioPriority;

    public Errno SetIoPriority(int which, int who, uint priority)
    {
        Result<long> old = GetIoPriority(which, who);
        if (old.IsError || priority >> IoClassShift > IoLastClass)
        {
            return old.IsError ? old.Error : Errno.EINVAL;
        }

        _ioPriority = priority;
        return Errno.None;
    }

    private static Errno Check(int which, int who) => which is not (OfProcess or OfGroup or OfUser) ? Errno.EINVAL
        : which != OfUser && who is not (0 or Process.Id) ? Errno.ESRCH : Errno.None;
}
