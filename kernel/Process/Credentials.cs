// Who the app runs as (credentials(7), capabilities(7)); the identity syscalls read and change it, auxv, access(2) and /proc tell it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Vfs;

/// <summary>
/// Root unless uid= and gid= say otherwise. What may be done to a file the server decides, as its own user; here the ids decide
/// which ids may be taken on, and what access(2) says.
/// </summary>
public sealed class Credentials
{
    /// <summary>Capabilities by their numbers (include/uapi/linux/capability.h).</summary>
    public const int DacOverride = 1, DacReadSearch = 2, SetGroupIds = 6, SetUserIds = 7, SetCapabilitySets = 8,
        SetResources = 24, LastCapability = 40;

    /// <summary>Every capability there is.</summary>
    public const ulong AllCapabilities = (1ul << (LastCapability + 1)) - 1;

    /// <summary>Supplementary groups at most; Linux has room for 65536.</summary>
    public const int LargestGroupCount = 64;

    private readonly uint[] _groups = new uint[LargestGroupCount];
    private int _groupCount;

    public uint Uid { get; private set; }

    public uint EffectiveUid { get; private set; }

    public uint SavedUid { get; private set; }

    /// <summary>fsuid: follows the effective one.</summary>
    public uint FileUid { get; set; }

    public uint Gid { get; private set; }

    public uint EffectiveGid { get; private set; }

    public uint SavedGid { get; private set; }

    public uint FileGid { get; set; }

    public ulong Permitted { get; private set; } = AllCapabilities;

    public ulong Effective { get; private set; } = AllCapabilities;

    public ulong Inheritable { get; private set; }

    public ulong Bounding { get; private set; } = AllCapabilities;

    /// <summary>PR_SET_KEEPCAPS: leaving root behind does not take the permitted capabilities away.</summary>
    public bool KeepsCapabilities { get; set; }

    /// <summary>Supplementary groups.</summary>
    public ReadOnlySpan<uint> Groups => new(_groups, 0, _groupCount);

    public bool Has(int capability) => (Effective >> capability & 1) != 0;

    /// <summary>Before the app starts: all ids of each kind.</summary>
    public void Start(uint uid, uint gid)
    {
        SetGids(gid, gid, gid);
        SetUids(uid, uid, uid);
    }

    /// <summary>Takes on user ids; who leaves root behind loses what root could do (capabilities(7), "effect of user ID changes").</summary>
    public void SetUids(uint real, uint effective, uint saved)
    {
        bool wasRoot = Uid == 0 || EffectiveUid == 0 || SavedUid == 0;
        bool wasEffective = EffectiveUid == 0;
        Uid = real;
        EffectiveUid = effective;
        SavedUid = saved;
        FileUid = effective;
        if (wasRoot && real != 0 && effective != 0 && saved != 0 && !KeepsCapabilities)
        {
            Permitted = 0;
            Effective = 0;
        }
        else if (wasEffective != (effective == 0))
        {
            Effective = wasEffective ? 0 : Permitted;
        }
    }

    public void SetGids(uint real, uint effective, uint saved)
    {
        Gid = real;
        EffectiveGid = effective;
        SavedGid = saved;
        FileGid = effective;
    }

    /// <summary>setgroups(2); at most <see cref="LargestGroupCount"/>.</summary>
    public void SetGroups(ReadOnlySpan<uint> groups)
    {
        groups.CopyTo(_groups);
        _groupCount = groups.Length;
    }

    /// <summary>capset(2): EPERM for what is not permitted.</summary>
    public Errno SetCapabilities(ulong effective, ulong permitted, ulong inheritable)
    {
        if ((permitted & ~Permitted) != 0 || (effective & ~permitted) != 0 || (inheritable & ~(Inheritable | Permitted)) != 0)
        {
            return Errno.EPERM;
        }

        Effective = effective;
        Permitted = permitted;
        Inheritable = inheritable;
        return Errno.None;
    }

    /// <summary>PR_CAPBSET_DROP.</summary>
    public void DropFromBounding(int capability) => Bounding &= ~(1ul << capability);

    /// <summary>Whom access(2) asks for: the real ids, or with AT_EACCESS those that files are opened with.</summary>
    public FileIdentity IdentityOf(bool isEffective)
    {
        ulong capabilities = isEffective ? Effective : Uid == 0 ? Permitted : 0;
        return new FileIdentity(
            isEffective ? FileUid : Uid,
            isEffective ? FileGid : Gid,
            Groups,
            (capabilities >> DacOverride & 1) != 0,
            (capabilities >> DacReadSearch & 1) != 0);
    }
}
