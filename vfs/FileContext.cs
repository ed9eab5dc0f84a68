// Where a process stands in the tree of names: root, working directory, umask. The process owns one, path syscalls pass it on.
namespace Vfs;

/// <summary>fs_struct. Threads of a process share it.</summary>
public sealed class FileContext
{
    /// <param name="root">Becomes the root and the working directory; a reference is taken for each.</param>
    public FileContext(Dentry root)
    {
        Root = root;
        WorkingDirectory = root;
        root.Acquire();
        root.Acquire();
    }

    /// <summary>What "/" means, and where ".." ends.</summary>
    public Dentry Root { get; private set; }

    public Dentry WorkingDirectory { get; private set; }

    /// <summary>Permission bits taken away from what is created (umask(2)).</summary>
    public uint Umask { get; private set; } = 0x12;

    /// <summary>umask(2).</summary>
    /// <returns>The old mask.</returns>
    public uint SetUmask(uint mask)
    {
        uint old = Umask;
        Umask = mask & 0x1FF;
        return old;
    }

    /// <summary>Takes a reference to <paramref name="directory"/>, which the caller has checked to be one.</summary>
    public void SetWorkingDirectory(Dentry directory)
    {
        Dentry old = WorkingDirectory;
        directory.Acquire();
        WorkingDirectory = directory;
        old.Release();
    }

    /// <summary>chroot(2); takes a reference.</summary>
    public void SetRoot(Dentry directory)
    {
        Dentry old = Root;
        directory.Acquire();
        Root = directory;
        old.Release();
    }

    /// <summary>The process is gone: gives up both references.</summary>
    public void Close()
    {
        Root.Release();
        WorkingDirectory.Release();
    }
}
