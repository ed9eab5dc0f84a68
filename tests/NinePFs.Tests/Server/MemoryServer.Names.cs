// The in-process server's messages about names: mkdir, mknod, symlink, readlink, link, rename, unlink.
namespace NinePFs.Tests.Server;

using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Wire;

public sealed partial class MemoryServer
{
    private byte[] MakeDirectory(ushort tag, ref WireReader reader)
    {
        Tmkdir message = Decode<Tmkdir>(ref reader);
        MemoryFile made = Tree.Make(FileMode.TypeBits(FileType.Directory) | message.Mode);
        made.Gid = message.Gid;
        Errno error = Attach(message.DirectoryFid, Text(message.Name), made);
        return error == Errno.None ? Reply(tag, new Rmkdir(made.Qid)) : Error(tag, error);
    }

    /// <summary>security_model=none refuses all special files but leaves regular ones.</summary>
    private byte[] MakeNode(ushort tag, ref WireReader reader)
    {
        Tmknod message = Decode<Tmknod>(ref reader);
        MemoryFile made = Tree.Make(message.Mode);
        made.SpecialDevice = (message.Minor & 0xFF) | message.Major << 8 | (message.Minor & 0xFFF00) << 12;
        Errno error = made.Type is FileType.Fifo or FileType.Socket ? Errno.ENXIO : Attach(message.DirectoryFid, Text(message.Name), made);
        return error == Errno.None ? Reply(tag, new Rmknod(made.Qid)) : Error(tag, error);
    }

    private byte[] MakeSymbolicLink(ushort tag, ref WireReader reader)
    {
        Tsymlink message = Decode<Tsymlink>(ref reader);
        MemoryFile made = Tree.Make(FileMode.TypeBits(FileType.SymbolicLink) | 0x1FF);
        made.Target = message.Target.ToArray();
        Errno error = Attach(message.DirectoryFid, Text(message.Name), made);
        return error == Errno.None ? Reply(tag, new Rsymlink(made.Qid)) : Error(tag, error);
    }

    private byte[] ReadLink(ushort tag, ref WireReader reader)
    {
        if (!_fids.TryGetValue(Decode<Treadlink>(ref reader).Fid, out ServerFid? fid))
        {
            return Error(tag, Errno.ENOENT);
        }

        return fid.File.Type == FileType.SymbolicLink ? Reply(tag, new Rreadlink(fid.File.Target)) : Error(tag, Errno.EINVAL);
    }

    private byte[] Link(ushort tag, ref WireReader reader)
    {
        Tlink message = Decode<Tlink>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? existing) || existing.File.Parent is null)
        {
            return Error(tag, Errno.ENOENT);
        }

        Errno error = existing.File.IsDirectory ? Errno.EPERM : Attach(message.DirectoryFid, Text(message.Name), existing.File);
        return error == Errno.None ? Reply(tag, default(Rlink)) : Error(tag, error);
    }

    private byte[] Rename(ushort tag, ref WireReader reader)
    {
        Trenameat message = Decode<Trenameat>(ref reader);
        if (!_fids.TryGetValue(message.OldDirectoryFid, out ServerFid? from) || !_fids.TryGetValue(message.NewDirectoryFid, out ServerFid? to))
        {
            return Error(tag, Errno.ENOENT);
        }

        Errno error = Tree.Rename(from.File, Text(message.OldName), to.File, Text(message.NewName));
        return error == Errno.None ? Reply(tag, default(Rrenameat)) : Error(tag, error);
    }

    private byte[] Unlink(ushort tag, ref WireReader reader)
    {
        Tunlinkat message = Decode<Tunlinkat>(ref reader);
        if (!_fids.TryGetValue(message.DirectoryFid, out ServerFid? directory))
        {
            return Error(tag, Errno.EINVAL);
        }

        if ((message.Flags & ~Tunlinkat.RemoveDirectory) != 0)
        {
            return Error(tag, Errno.EINVAL);
        }

        Errno error = Tree.Remove(directory.File, Text(message.Name), message.Flags != 0);
        return error == Errno.None ? Reply(tag, default(Runlinkat)) : Error(tag, error);
    }

    private byte[] RenameFid(ushort tag, ref WireReader reader)
    {
        Trename message = Decode<Trename>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? fid) || !_fids.TryGetValue(message.NewDirectoryFid, out ServerFid? to)
            || fid.Name is null)
        {
            return Error(tag, Errno.ENOENT);
        }

        string newName = Text(message.Name);
        Errno error = Tree.Rename(fid.Directory!, fid.Name, to.File, newName);
        fid.Name = newName;
        fid.Directory = to.File;
        return error == Errno.None ? Reply(tag, default(Rrename)) : Error(tag, error);
    }

    /// <summary>The fid is gone even when the file stays.</summary>
    private byte[] Remove(ushort tag, ref WireReader reader)
    {
        if (!_fids.Remove(Decode<Tremove>(ref reader).Fid, out ServerFid? fid) || fid.Name is null)
        {
            return Error(tag, Errno.EINVAL);
        }

        Errno error = Tree.Remove(fid.Directory!, fid.Name, fid.File.IsDirectory);
        return error == Errno.None ? Reply(tag, default(Rremove)) : Error(tag, error);
    }

    private Errno Attach(uint directory, string name, MemoryFile file) =>
        _fids.TryGetValue(directory, out ServerFid? fid) ? Tree.Attach(fid.File, name, file) : Errno.ENOENT;
}
