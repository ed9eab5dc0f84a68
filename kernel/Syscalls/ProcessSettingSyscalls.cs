// prctl(2): thread names, and the settings of a process that are kept and told. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;
using Kernel.Scheduling;

public sealed class ProcessSettingSyscalls
{
    private const ulong DefaultTimerSlack = 50_000;

    private readonly Process _process;
    private readonly Credentials _credentials;
    private ulong _timerSlack = DefaultTimerSlack;
    private int _deathSignal;
    private int _dumpable = 1;
    private int _isSubreaper;
    private bool _hasNoNewPrivileges;
    private bool _hasNoHugePages;

    public ProcessSettingSyscalls(Process process)
    {
        _process = process;
        _credentials = process.Credentials;
    }

    /// <summary>PR_* (include/uapi/linux/prctl.h).</summary>
    private enum Option
    {
        SetDeathSignal = 1,
        GetDeathSignal = 2,
        GetDumpable = 3,
        SetDumpable = 4,
        GetKeepCapabilities = 7,
        SetKeepCapabilities = 8,
        SetName = 15,
        GetName = 16,
        GetSeccomp = 21,
        ReadBounding = 23,
        DropBounding = 24,
        GetTimestampCounter = 25,
        GetSecureBits = 27,
        SetTimerSlack = 29,
        GetTimerSlack = 30,
        SetSubreaper = 36,
        GetSubreaper = 37,
        SetNoNewPrivileges = 38,
        GetNoNewPrivileges = 39,
        GetTidAddress = 40,
        SetNoHugePages = 41,
        GetNoHugePages = 42,
        AmbientCapabilities = 47,
    }

    /// <summary>EINVAL for the rest, as an older kernel would say.</summary>
    public Result<long> Control(int option, ulong argument, ulong third, ulong fourth, ulong fifth)
    {
        switch ((Option)option)
        {
            case Option.SetName:
                return SetName(argument);
            case Option.GetName:
                Span<byte> name = stackalloc byte[Thread.NameLength];
                name.Clear();
                Current.Thread.Name.CopyTo(name);
                return _process.Memory.CopyOut(argument, name);
            case Option.SetDeathSignal:
                _deathSignal = argument > (ulong)Signal.Last ? _deathSignal : (int)argument;
                return argument > (ulong)Signal.Last ? Errno.EINVAL : 0;
            case Option.GetDeathSignal:
                return _process.Memory.Write(argument, _deathSignal);
            case Option.SetDumpable:
                _dumpable = argument > 1 ? _dumpable : (int)argument;
                return argument > 1 ? Errno.EINVAL : 0;
            case Option.SetTimerSlack:
                _timerSlack = argument == 0 ? DefaultTimerSlack : argument;
                return 0;
            case Option.SetSubreaper:
                _isSubreaper = argument != 0 ? 1 : 0;
                return 0;
            case Option.GetSubreaper:
                return _process.Memory.Write(argument, _isSubreaper);
            case Option.SetNoNewPrivileges:
                bool isSetting = argument == 1 && (third | fourth | fifth) == 0;
                _hasNoNewPrivileges |= isSetting;
                return isSetting ? 0 : Errno.EINVAL;
            case Option.SetNoHugePages:
                _hasNoHugePages = argument != 0;
                return (third | fourth | fifth) == 0 ? 0 : Errno.EINVAL;
            case Option.GetTidAddress:
                return _process.Memory.Write(argument, Current.Thread.ClearChildTid);
            case Option.GetTimestampCounter:
                return _process.Memory.Write(argument, 1);
            default:
                return Ask((Option)option, argument, third, fourth, fifth);
        }
    }

    private Result<long> Ask(Option option, ulong argument, ulong third, ulong fourth, ulong fifth)
    {
        bool hasMore = (argument | third | fourth | fifth) != 0;
        switch (option)
        {
            case Option.GetDumpable:
                return _dumpable;
            case Option.GetTimerSlack:
                return (long)_timerSlack;
            case Option.GetNoNewPrivileges:
                return hasMore ? Errno.EINVAL : _hasNoNewPrivileges ? 1 : 0;
            case Option.GetNoHugePages:
                return hasMore ? Errno.EINVAL : _hasNoHugePages ? 1 : 0;
            case Option.GetSeccomp or Option.GetSecureBits:
                return 0;
            case Option.GetKeepCapabilities:
                return _credentials.KeepsCapabilities ? 1 : 0;
            case Option.SetKeepCapabilities:
                _credentials.KeepsCapabilities = argument == 1;
                return argument > 1 ? Errno.EINVAL : 0;
            case Option.ReadBounding or Option.DropBounding:
                return Bound(option, argument);
            case Option.AmbientCapabilities:
                return Ambient(argument, third, fourth | fifth);
            default:
                return Errno.EINVAL;
        }
    }

    private Result<long> SetName(ulong address)
    {
        Span<byte> name = stackalloc byte[Thread.NameLength];
        Result<int> length = _process.Memory.CopyString(address, name);
        if (length.IsError && length.Error != Errno.ENAMETOOLONG)
        {
            return length.Error;
        }

        Current.Thread.SetName(length.IsError ? name : name.Slice(0, length.Value));
        return 0;
    }

    private Result<long> Bound(Option option, ulong capability)
    {
        if (capability > Credentials.LastCapability)
        {
            return Errno.EINVAL;
        }

        if (option == Option.ReadBounding)
        {
            return (long)(_credentials.Bounding >> (int)capability & 1);
        }

        if (!_credentials.Has(Credentials.SetCapabilitySets))
        {
            return Errno.EPERM;
        }

        _credentials.DropFromBounding((int)capability);
        return 0;
    }

    /// <summary>Nothing is ever ambient: asking says so, clearing all has nothing to do, raising is not permitted.</summary>
    private static Result<long> Ambient(ulong operation, ulong capability, ulong rest)
    {
        const ulong isSet = 1, raise = 2, lower = 3, clearAll = 4;
        bool isBad = rest != 0 || (operation == clearAll ? capability != 0 : capability > Credentials.LastCapability);
        return operation switch
        {
            isSet or lower or clearAll when !isBad => 0,
            raise when !isBad => Errno.EPERM,
            _ => Errno.EINVAL,
        };
    }
}
