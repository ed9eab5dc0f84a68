// Who the app is: user and group ids, supplementary groups, process group, umask. SyscallTable calls; Credentials holds what is set.
namespace Kernel.Syscalls;

using System;
using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Process;

public sealed class IdentitySyscalls
{
    private const uint Unchanged = uint.MaxValue;

    private readonly Process _process;
    private readonly Credentials _credentials;

    public IdentitySyscalls(Process process)
    {
        _process = process;
        _credentials = process.Credentials;
    }

    public uint Uid => _credentials.Uid;

    public uint EffectiveUid => _credentials.EffectiveUid;

    public uint Gid => _credentials.Gid;

    public uint EffectiveGid => _credentials.EffectiveGid;

    private bool MaySetUids => _credentials.Has(Credentials.SetUserIds);

    private bool MaySetGids => _credentials.Has(Credentials.SetGroupIds);

    public long SetUmask(uint mask) => _process.Context.SetUmask(mask);

    /// <summary>getpgid(2) and getsid(2): the process leads its group and its session.</summary>
    public Result<long> GetGroupOf(int process) => process is 0 or Process.Id ? Process.Id : Errno.ESRCH;

    /// <summary>setpgid(2): a session leader cannot change its group.</summary>
    public Errno SetGroupOf(int process, int group) => group < 0 ? Errno.EINVAL
        : process is not (0 or Process.Id) ? Errno.ESRCH : Errno.EPERM;

    /// <summary>setuid(2): all three with CAP_SETUID, else the effective one to one of the others.</summary>
    public Errno SetUid(uint uid)
    {
        if (uid == Unchanged)
        {
            return Errno.EINVAL;
        }

        if (MaySetUids)
        {
            _credentials.SetUids(uid, uid, uid);
            return Errno.None;
        }

        return SetUids(Unchanged, uid == _credentials.Uid || uid == _credentials.SavedUid ? uid : _credentials.EffectiveUid, Unchanged, uid);
    }

    public Errno SetGid(uint gid)
    {
        if (gid == Unchanged)
        {
            return Errno.EINVAL;
        }

        if (!MaySetGids && gid != _credentials.Gid && gid != _credentials.SavedGid)
        {
            return Errno.EPERM;
        }

        _credentials.SetGids(MaySetGids ? gid : _credentials.Gid, gid, MaySetGids ? gid : _credentials.SavedGid);
        return Errno.None;
    }

    /// <summary>setreuid(2): the saved id follows when the real one is set, or the effective one to something else than that.</summary>
    public Errno SetRealUid(uint real, uint effective)
    {
        if (!MaySetUids
            && (!(real == Unchanged || real == _credentials.Uid || real == _credentials.EffectiveUid)
                || !(effective == Unchanged || IsOwnUid(effective))))
        {
            return Errno.EPERM;
        }

        bool isSavedSet = real != Unchanged || (effective != Unchanged && effective != _credentials.Uid);
        uint newEffective = effective == Unchanged ? _credentials.EffectiveUid : effective;
        _credentials.SetUids(real == Unchanged ? _credentials.Uid : real, newEffective, isSavedSet ? newEffective : _credentials.SavedUid);
        return Errno.None;
    }

    public Errno SetRealGid(uint real, uint effective)
    {
        if (!MaySetGids
            && (!(real == Unchanged || real == _credentials.Gid || real == _credentials.EffectiveGid)
                || !(effective == Unchanged || IsOwnGid(effective))))
        {
            return Errno.EPERM;
        }

        bool isSavedSet = real != Unchanged || (effective != Unchanged && effective != _credentials.Gid);
        uint newEffective = effective == Unchanged ? _credentials.EffectiveGid : effective;
        _credentials.SetGids(real == Unchanged ? _credentials.Gid : real, newEffective, isSavedSet ? newEffective : _credentials.SavedGid);
        return Errno.None;
    }

    /// <summary>setresuid(2): without CAP_SETUID only among the three that there are.</summary>
    public Errno SetUids(uint real, uint effective, uint saved)
    {
        if (!MaySetUids && !(MayTakeUid(real) && MayTakeUid(effective) && MayTakeUid(saved)))
        {
            return Errno.EPERM;
        }

        _credentials.SetUids(
            real == Unchanged ? _credentials.Uid : real,
            effective == Unchanged ? _credentials.EffectiveUid : effective,
            saved == Unchanged ? _credentials.SavedUid : saved);
        return Errno.None;
    }

    public Errno SetGids(uint real, uint effective, uint saved)
    {
        if (!MaySetGids && !(MayTakeGid(real) && MayTakeGid(effective) && MayTakeGid(saved)))
        {
            return Errno.EPERM;
        }

        _credentials.SetGids(
            real == Unchanged ? _credentials.Gid : real,
            effective == Unchanged ? _credentials.EffectiveGid : effective,
            saved == Unchanged ? _credentials.SavedGid : saved);
        return Errno.None;
    }

    public Errno GetUids(ulong real, ulong effective, ulong saved) =>
        WriteThree(real, _credentials.Uid, effective, _credentials.EffectiveUid, saved, _credentials.SavedUid);

    public Errno GetGids(ulong real, ulong effective, ulong saved) =>
        WriteThree(real, _credentials.Gid, effective, _credentials.EffectiveGid, saved, _credentials.SavedGid);

    /// <summary>setfsuid(2) returns the old id and never fails.</summary>
    public long SetFileUid(uint uid)
    {
        uint old = _credentials.FileUid;
        bool isAllowed = uid != Unchanged && (MaySetUids || uid == old || IsOwnUid(uid));
        _credentials.FileUid = isAllowed ? uid : old;
        return old;
    }

    public long SetFileGid(uint gid)
    {
        uint old = _credentials.FileGid;
        bool isAllowed = gid != Unchanged && (MaySetGids || gid == old || IsOwnGid(gid));
        _credentials.FileGid = isAllowed ? gid : old;
        return old;
    }

    /// <summary>getgroups(2): size 0 only counts.</summary>
    public Result<long> GetGroups(int size, ulong address)
    {
        ReadOnlySpan<uint> groups = _credentials.Groups;
        if (size < 0 || (size != 0 && size < groups.Length))
        {
            return Errno.EINVAL;
        }

        Errno error = size == 0 || groups.IsEmpty ? Errno.None : _process.Memory.CopyOut(address, MemoryMarshal.AsBytes(groups));
        return error != Errno.None ? error : groups.Length;
    }

    public Errno SetGroups(int size, ulong address)
    {
        const int largest = 65536;
        if (!MaySetGids || (uint)size > largest)
        {
            return MaySetGids ? Errno.EINVAL : Errno.EPERM;
        }

        if (size > Credentials.LargestGroupCount)
        {
            return Errno.ENOMEM;
        }

        Span<uint> groups = stackalloc uint[Credentials.LargestGroupCount];
        groups = groups.Slice(0, size);
        Errno error = size == 0 ? Errno.None : _process.Memory.CopyIn(address, MemoryMarshal.AsBytes(groups));
        if (error == Errno.None)
        {
            _credentials.SetGroups(groups);
        }

        return error;
    }

    private Errno SetUids(uint real, uint effective, uint saved, uint wanted) =>
        effective != wanted ? Errno.EPERM : SetUids(real, effective, saved);

    private bool IsOwnUid(uint uid) => uid == _credentials.Uid || uid == _credentials.EffectiveUid || uid == _credentials.SavedUid;

    private bool IsOwnGid(uint gid) => gid == _credentials.Gid || gid == _credentials.EffectiveGid || gid == _credentials.SavedGid;

    private bool MayTakeUid(uint uid) => uid == Unchanged || IsOwnUid(uid);

    private bool MayTakeGid(uint gid) => gid == Unchanged || IsOwnGid(gid);

    private Errno WriteThree(ulong address0, uint value0, ulong address1, uint value1, ulong address2, uint value2)
    {
        Errno error = _process.Memory.Write(address0, value0);
        error = error != Errno.None ? error : _process.Memory.Write(address1, value1);
        return error != Errno.None ? error : _process.Memory.Write(address2, value2);
    }
}
