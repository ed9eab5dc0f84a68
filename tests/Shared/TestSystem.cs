// The whole VFS as KernelMain composes it, over one root file system, with strings for paths: what VFS and ninepfs tests run against.
namespace Tests.Shared;

using System.Collections.Generic;
using System.Text;
using Kernel.Abi;
using Vfs;
using Vfs.Locks;
using Xunit;

public sealed class TestSystem
{
    public TestSystem(FileSystem root, int dentries = 256, int files = 64)
    {
        Dentries = new DentryCache(dentries);
        Mounts = new MountTable(Dentries, 8);
        Locks = new LockTable(32, LockQueue);
        OpenFiles = new OpenFileTable(files, Locks, PositionQueue);
        Files = new FileOperations(Dentries, OpenFiles);
        Names = new NameOperations(Dentries);
        Attributes = new AttributeOperations(Files);
        Descriptors = new FileTable(64, Locks);
        RootMount = Check(Mounts.MountRoot(root, false, "root"u8, default));
        Context = new FileContext(RootMount.Root);
        Context.SetUmask(0);
    }

    public ScriptedWaitQueue LockQueue { get; } = new();

    public ScriptedWaitQueue PositionQueue { get; } = new();

    public DentryCache Dentries { get; }

    public MountTable Mounts { get; }

    public LockTable Locks { get; }

    public OpenFileTable OpenFiles { get; }

    public FileOperations Files { get; }

    public NameOperations Names { get; }

    public AttributeOperations Attributes { get; }

    public FileTable Descriptors { get; }

    public Mount RootMount { get; }

    public FileContext Context { get; }

    /// <summary>Root.</summary>
    public static FileIdentity Everything => new(0, 0, default, overrides: true, readsAll: true);

    public static T Check<T>(Result<T> result)
    {
        Assert.Equal(Errno.None, result.Error);
        return result.Value;
    }

    public static void Check(Errno error) => Assert.Equal(Errno.None, error);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public Result<OpenFile> TryOpen(string path, OpenFlags flags = OpenFlags.ReadOnly, uint mode = 0x1B6, OpenFile? at = null)
        => Files.Open(Context, at, Bytes(path), flags, mode);

    public OpenFile Open(string path, OpenFlags flags = OpenFlags.ReadOnly, uint mode = 0x1B6, OpenFile? at = null)
        => Check(TryOpen(path, flags, mode, at));

    public Errno OpenError(string path, OpenFlags flags = OpenFlags.ReadOnly, OpenFile? at = null)
    {
        Result<OpenFile> file = TryOpen(path, flags, 0x1B6, at);
        if (!file.IsError)
        {
            file.Value.Release();
        }

        return file.Error;
    }

    public Errno MakeDirectory(string path, uint mode = 0x1FF) => Names.MakeDirectory(Context, null, Bytes(path), mode);

    public Errno Unlink(string path) => Names.Unlink(Context, null, Bytes(path));

    public Errno RemoveDirectory(string path) => Names.RemoveDirectory(Context, null, Bytes(path));

    public Errno Rename(string from, string to) => Names.Rename(Context, null, Bytes(from), null, Bytes(to));

    public Errno Symlink(string target, string path) => Names.MakeSymbolicLink(Context, Bytes(target), null, Bytes(path));

    public Errno ChangeDirectory(string path) => Files.ChangeDirectory(Context, Bytes(path));

    public Errno Link(string existing, string path)
    {
        Result<Dentry> found = Files.Find(Context, null, Bytes(existing), LookupFlags.NoFollow);
        if (found.IsError)
        {
            return found.Error;
        }

        Errno error = Names.Link(Context, found.Value, null, Bytes(path));
        found.Value.Release();
        return error;
    }

    public string ReadLink(string path)
    {
        var target = new byte[Limits.Path];
        return Encoding.UTF8.GetString(target, 0, Check(Names.ReadLink(Context, null, Bytes(path), target)));
    }

    public string WorkingDirectory()
    {
        var path = new byte[Limits.Path];
        return Encoding.UTF8.GetString(path, 0, Check(FileOperations.GetWorkingDirectory(Context, path)));
    }

    public Attributes Stat(string path, LookupFlags flags = LookupFlags.None)
    {
        Check(Files.GetAttributes(Context, null, Bytes(path), flags, out Attributes attributes));
        return attributes;
    }

    public Attributes Stat(OpenFile file)
    {
        Check(Files.GetAttributes(file, out Attributes attributes));
        return attributes;
    }

    public Errno StatError(string path, LookupFlags flags = LookupFlags.None, OpenFile? at = null)
        => Files.GetAttributes(Context, at, Bytes(path), flags, out _);

    public static byte[] Read(OpenFile file, int count)
    {
        var bytes = new byte[count];
        return bytes[..Check(file.Read(new ArrayBuffer(bytes, IoDirection.FromFile)))];
    }

    public static byte[] ReadAt(OpenFile file, long offset, int count)
    {
        var bytes = new byte[count];
        return bytes[..Check(file.ReadAt(offset, new ArrayBuffer(bytes, IoDirection.FromFile)))];
    }

    public static string ReadText(OpenFile file, int count = 4096) => Encoding.UTF8.GetString(Read(file, count));

    public static int Write(OpenFile file, string text) => Check(file.Write(new ArrayBuffer(Bytes(text), IoDirection.ToFile)));

    public static int WriteAt(OpenFile file, long offset, byte[] bytes) => Check(file.WriteAt(offset, new ArrayBuffer(bytes, IoDirection.ToFile)));

    public void WriteFile(string path, string text)
    {
        OpenFile file = Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate);
        Assert.Equal(text.Length, text.Length == 0 ? 0 : Write(file, text));
        file.Release();
    }

    public string ReadFile(string path)
    {
        OpenFile file = Open(path);
        string text = ReadText(file);
        file.Release();
        return text;
    }

    /// <summary>The names of a directory, sorted, without "." and "..".</summary>
    public List<string> List(string path)
    {
        OpenFile file = Open(path, OpenFlags.Directory);
        var names = new List<string>();
        foreach (DirectoryRecord record in DirectoryRecord.ReadAll(file, 4096))
        {
            if (record.Name is not ("." or ".."))
            {
                names.Add(record.Name);
            }
        }

        file.Release();
        names.Sort(string.CompareOrdinal);
        return names;
    }

    /// <summary>Power-off: everything must come back.</summary>
    public void Shutdown()
    {
        for (int descriptor = 0; descriptor < Descriptors.Capacity; descriptor++)
        {
            Descriptors.Close(descriptor);
        }

        Context.Close();
        Assert.Equal(0, OpenFiles.InUse);
        Assert.Equal(0, Locks.InUse);
        Assert.Equal(Errno.None, Mounts.UnmountAll());
        Assert.Equal(0, Dentries.InUse);
    }
}
