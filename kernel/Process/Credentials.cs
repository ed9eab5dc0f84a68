// Who the app runs as (credentials(7)); the identity syscalls read and change it, auxv and stat comparisons rely on it.
namespace Kernel.Process;

/// <summary>
/// Root by default: the share's files belong to whom the server says, and the server alone decides what is allowed, as QEMU's user.
/// The numbers are the app's own affair: it may set any, and nothing in the kernel asks for them.
/// </summary>
public sealed class Credentials
{
    public uint Uid { get; set; }

    public uint EffectiveUid { get; set; }

    public uint SavedUid { get; set; }

    public uint Gid { get; set; }

    public uint EffectiveGid { get; set; }

    public uint SavedGid { get; set; }
}
