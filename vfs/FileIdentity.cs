// Who asks for a file, and what its mode bits let that one do (path_resolution(7), "Permissions"); for access(2).
namespace Vfs;

using System;
using Kernel.Abi;

/// <param name="overrides">CAP_DAC_OVERRIDE: everything but executing what nobody may.</param>
/// <param name="readsAll">CAP_DAC_READ_SEARCH.</param>
public readonly ref struct FileIdentity(uint uid, uint gid, ReadOnlySpan<uint> groups, bool overrides, bool readsAll)
{
    private const uint AnyExecute = 0x49;

    private readonly ReadOnlySpan<uint> _groups = groups;

    /// <summary>Whether the file's attributes matter at all for what is asked.</summary>
    public bool Overrides { get; } = overrides;

    public Errno Check(in Attributes attributes, AccessMode mode)
    {
        bool isDirectory = FileMode.TypeOf(attributes.Mode) == FileType.Directory;
        int shift = attributes.Uid == uid ? 6 : IsMember(attributes.Gid) ? 3 : 0;
        if (((AccessMode)(attributes.Mode >> shift) & mode) == mode)
        {
            return Errno.None;
        }

        if (Overrides && ((mode & AccessMode.Execute) == 0 || isDirectory || (attributes.Mode & AnyExecute) != 0))
        {
            return Errno.None;
        }

        bool isRead = mode == AccessMode.Read || (isDirectory && (mode & AccessMode.Write) == 0);
        return readsAll && isRead ? Errno.None : Errno.EACCES;
    }

    private bool IsMember(uint group)
    {
        bool isMember = group == gid;
        for (int index = 0; index < _groups.Length && !isMember; index++)
        {
            isMember = _groups[index] == group;
        }

        return isMember;
    }
}
