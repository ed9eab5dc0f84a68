// The tree of the in-process server with the rules of a Linux file system for making, removing and moving names.
namespace NinePFs.Tests.Server;

using System;
using Kernel.Abi;

public sealed class MemoryTree
{
    private ulong _nextInode = 100;

    public MemoryTree()
    {
        Root = Make(FileMode.TypeBits(FileType.Directory) | 0x1ED);
        Root.Parent = Root;
        Root.Links = 1;
    }

    public MemoryFile Root { get; }

    public MemoryFile Make(uint mode) => new(_nextInode++, mode);

    /// <summary>A file at a path below the root, for setting a test up.</summary>
    public MemoryFile Add(string path, uint mode, byte[]? data = null)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        MemoryFile at = Root;
        for (int index = 0; index < names.Length - 1; index++)
        {
            at = at.Children[names[index]];
        }

        MemoryFile file = Make(mode);
        file.Data = data ?? [];
        Attach(at, names[^1], file);
        return file;
    }

    public MemoryFile AddDirectory(string path) => Add(path, FileMode.TypeBits(FileType.Directory) | 0x1ED);

    public MemoryFile AddFile(string path, byte[]? data = null) => Add(path, FileMode.TypeBits(FileType.Regular) | 0x1A4, data);

    public MemoryFile AddLink(string path, byte[] target)
    {
        MemoryFile link = Add(path, FileMode.TypeBits(FileType.SymbolicLink) | 0x1FF);
        link.Target = target;
        return link;
    }

    public Errno Attach(MemoryFile directory, string name, MemoryFile file)
    {
        Errno error = CheckName(directory, name);
        if (error != Errno.None)
        {
            return error;
        }

        if (!directory.Children.TryAdd(name, file))
        {
            return Errno.EEXIST;
        }

        file.Parent = directory;
        file.Links++;
        directory.Touch();
        return Errno.None;
    }

    public Errno Remove(MemoryFile directory, string name, bool removeDirectory)
    {
        if (!directory.Children.TryGetValue(name, out MemoryFile? file))
        {
            return Errno.ENOENT;
        }

        if (file.IsDirectory != removeDirectory)
        {
            return removeDirectory ? Errno.ENOTDIR : Errno.EISDIR;
        }

        if (file.Children.Count != 0)
        {
            return Errno.ENOTEMPTY;
        }

        Detach(directory, name, file);
        return Errno.None;
    }

    public Errno Rename(MemoryFile from, string name, MemoryFile to, string newName)
    {
        if (!from.Children.TryGetValue(name, out MemoryFile? file))
        {
            return Errno.ENOENT;
        }

        for (MemoryFile? above = to; file.IsDirectory && above is not null; above = above == Root ? null : above.Parent)
        {
            if (above == file)
            {
                return Errno.EINVAL;
            }
        }

        Errno error = CheckName(to, newName);
        if (error != Errno.None)
        {
            return error;
        }

        if (to.Children.TryGetValue(newName, out MemoryFile? replaced))
        {
            if (replaced == file)
            {
                return Errno.None;
            }

            if (file.IsDirectory != replaced.IsDirectory)
            {
                return replaced.IsDirectory ? Errno.EISDIR : Errno.ENOTDIR;
            }

            if (replaced.Children.Count != 0)
            {
                return Errno.ENOTEMPTY;
            }

            Detach(to, newName, replaced);
        }

        from.Children.Remove(name);
        to.Children.Add(newName, file);
        file.Parent = to;
        from.Touch();
        to.Touch();
        return Errno.None;
    }

    private static void Detach(MemoryFile directory, string name, MemoryFile file)
    {
        directory.Children.Remove(name);
        directory.Touch();
        if (--file.Links == 0)
        {
            file.Parent = null;
        }
    }

    private static Errno CheckName(MemoryFile directory, string name)
    {
        if (!directory.IsDirectory)
        {
            return Errno.ENOTDIR;
        }

        if (directory.Parent is null || name.Length == 0 || name.Contains('/'))
        {
            return Errno.ENOENT;
        }

        return name is "." or ".." ? Errno.EEXIST : name.Length > Limits.Name ? Errno.ENAMETOOLONG : Errno.None;
    }
}
