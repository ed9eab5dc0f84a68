// Who the app is: process and user ids, groups, umask. The numbers are stored and told; nothing else depends on them.
namespace Kernel.Syscalls;

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

    public long SetUmask(uint mask) => _process.Context.SetUmask(mask);

    /// <summary>getpgid(2) and getsid(2): the process leads its group and its session.</summary>
    public Result<long> GetGroupOf(int process) => process is 0 or Process.Id ? Process.Id : Errno.ESRCH;

    /// <summary>setpgid(2): a session leader cannot change its group.</summary>
    public Errno SetGroupOf(int process, int group) => process is not (0 or Process.Id) ? Errno.ESRCH
        : group is 0 or Process.Id ? Errno.None : Errno.EPERM;

    public Errno SetUid(uint uid) => SetUids(uid, uid, uid);

    public Errno SetGid(uint gid) => SetGids(gid, gid, gid);

    public Errno SetUids(uint real, uint effective, uint saved)
    {
        _credentials.Uid = real == Unchanged ? _credentials.Uid : real;
        _credentials.EffectiveUid = effective == Unchanged ? _credentials.EffectiveUid : effective;
        _credentials.SavedUid = saved == Unchanged ? _credentials.SavedUid : saved;
        return Errno.None;
    }

    public Errno SetGids(uint real, uint effective, uint saved)
    {
        _credentials.Gid = real == Unchanged ? _credentials.Gid : real;
        _credentials.EffectiveGid = effective == Unchanged ? _credentials.EffectiveGid : effective;
        _credentials.SavedGid = saved == Unchanged ? _credentials.SavedGid : saved;
        return Errno.None;
    }

    public Errno GetUids(ulong real, ulong effective, ulong saved) =>
        WriteThree(real, _credentials.Uid, effective, _credentials.EffectiveUid, saved, _credentials.SavedUid);

    public Errno GetGids(ulong real, ulong effective, ulong saved) =>
        WriteThree(real, _credentials.Gid, effective, _credentials.EffectiveGid, saved, _credentials.SavedGid);

    /// <summary>setfsuid(2) and setfsgid(2) return the old id and never fail.</summary>
    public long SetFileUid(uint uid) => _credentials.EffectiveUid;

    public long SetFileGid(uint gid) => _credentials.EffectiveGid;

    private Errno WriteThree(ulong address0, uint value0, ulong address1, uint value1, ulong address2, uint value2)
    {
        Errno error = _process.Memory.Write(address0, value0);
        error = error != Errno.None ? error : _process.Memory.Write(address1, value1);
        return error != Errno.None ? error : _process.Memory.Write(address2, value2);
    }
}
