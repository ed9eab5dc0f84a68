// /proc for the one process there is: its descriptors, mounts and threads from the VFS, the texts from the kernel's ProcSource.
namespace Vfs.Proc;

using System;
using Kernel.Abi;
using Vfs.Synthetic;

/// <summary>procfs (proc(5)), read-only. SystemMounts mounts it.</summary>
public sealed class ProcFileSystem : SyntheticFileSystem
{
    private readonly ProcSource _source;
    private readonly MountTable _mounts;

    /// <param name="capacity">Nodes that can be referred to at once.</param>
    public ProcFileSystem(int capacity, ProcSource source, MountTable mounts, TextSnapshots snapshots, WallClock clock)
        : base((ulong)ProcEntry.Root, capacity, snapshots, clock)
    {
        _source = source;
        _mounts = mounts;
    }

    public override ReadOnlySpan<byte> TypeName => "proc"u8;

    protected override uint Magic => 0x9FA0;

    protected internal override uint ModeOf(ulong id)
    {
        switch (EntryOf(id))
        {
            case ProcEntry.Self or ProcEntry.ThreadSelf or ProcEntry.Mounts
                or ProcEntry.Executable or ProcEntry.WorkingDirectory or ProcEntry.ProcessRoot:
                return FileMode.TypeBits(FileType.SymbolicLink) | 0x1FF;
            case ProcEntry.Descriptor:
                return FileMode.TypeBits(FileType.SymbolicLink) | PermissionsOf(NumberOf(id));
            case ProcEntry.Root or ProcEntry.Process or ProcEntry.Tasks or ProcEntry.Task or ProcEntry.System
                or ProcEntry.SystemKernel or ProcEntry.SystemMemory or ProcEntry.Random:
                return FileMode.TypeBits(FileType.Directory) | 0x16D;
            case ProcEntry.Descriptors:
                return FileMode.TypeBits(FileType.Directory) | 0x140;
            case ProcEntry.Environment:
                return FileMode.TypeBits(FileType.Regular) | 0x100;
            default:
                return FileMode.TypeBits(FileType.Regular) | 0x124;
        }
    }

    protected internal override ulong ParentOf(ulong id)
    {
        ProcEntry entry = EntryOf(id);
        ProcEntry parent = ProcLayout.ParentOf(entry);
        return IdOf(parent, parent == ProcEntry.Task ? NumberOf(id) : 0);
    }

    protected internal override ulong NextChild(ulong directory, ref ulong position)
    {
        ProcEntry entry = EntryOf(directory);
        if (entry == ProcEntry.Descriptors)
        {
            int descriptor = position > int.MaxValue ? -1 : _source.Files.NextOpen((int)position);
            position = (ulong)(descriptor + 1);
            return descriptor < 0 ? 0 : IdOf(ProcEntry.Descriptor, descriptor);
        }

        if (entry == ProcEntry.Tasks)
        {
            int thread = position > int.MaxValue ? 0 : _source.NextThread((int)position);
            position = (ulong)thread;
            return thread == 0 ? 0 : IdOf(ProcEntry.Task, thread);
        }

        (ProcEntry first, ProcEntry last) = ProcLayout.ChildrenOf(entry);
        if (first == ProcEntry.None || position > (ulong)(last - first))
        {
            return 0;
        }

        var child = (ProcEntry)((ulong)first + position);
        position++;
        return IdOf(child, entry == ProcEntry.Task ? NumberOf(directory) : 0);
    }

    protected internal override ReadOnlySpan<byte> NameOf(ulong id, Span<byte> space)
    {
        ProcEntry entry = EntryOf(id);
        if (entry is not (ProcEntry.Process or ProcEntry.Descriptor or ProcEntry.Task))
        {
            return ProcLayout.NameOf(entry);
        }

        var builder = new TextBuilder(space);
        builder.AppendDecimal(entry == ProcEntry.Process ? _source.ProcessId : NumberOf(id));
        return space[..builder.Length];
    }

    protected internal override int Render(ulong id, Span<byte> text)
    {
        ProcEntry entry = EntryOf(id);
        switch (entry)
        {
            case ProcEntry.ProcessMounts:
                return MountText.WriteMounts(_mounts, _source.Context.Root, text);
            case ProcEntry.MountInformation:
                return MountText.WriteMountInformation(_mounts, _source.Context.Root, text);
            case ProcEntry.FileSystems:
                return Copy("nodev\tsysfs\nnodev\tramfs\nnodev\tproc\nnodev\tdevtmpfs\nnodev\tpipefs\nnodev\t9p\n"u8, text);
            case ProcEntry.ControlGroup:
                return Copy("0::/\n"u8, text);
            case ProcEntry.MemoryPressureScore or ProcEntry.MemoryPressureAdjustment:
                return Copy("0\n"u8, text);
            default:
                bool isOfThread = ProcLayout.ParentOf(entry) == ProcEntry.Task;
                return _source.Render(ProcLayout.TextOf(entry), isOfThread ? NumberOf(id) : _source.ProcessId, text);
        }
    }

    protected internal override Result<int> ReadLink(ulong id, Span<byte> target)
    {
        var builder = new TextBuilder(target);
        switch (EntryOf(id))
        {
            case ProcEntry.Self:
                builder.AppendDecimal(_source.ProcessId);
                return builder.Length;
            case ProcEntry.ThreadSelf:
                builder.AppendDecimal(_source.ProcessId);
                builder.Append("/task/"u8);
                builder.AppendDecimal(_source.ProcessId);
                return builder.Length;
            case ProcEntry.Mounts:
                builder.Append("self/mounts"u8);
                return builder.Length;
            default:
                return ReadMagicLink(id, target);
        }
    }

    protected internal override Dentry? FollowLink(ulong id)
    {
        Dentry? dentry = TargetOf(id);
        dentry?.Acquire();
        return dentry;
    }

    private static ProcEntry EntryOf(ulong id) => (ProcEntry)(id & 0xFF);

    private static int NumberOf(ulong id) => (int)(id >> 8);

    private static ulong IdOf(ProcEntry entry, int number) => ((ulong)number << 8) | (ulong)entry;

    private static int Copy(ReadOnlySpan<byte> source, Span<byte> text)
    {
        int length = Math.Min(source.Length, text.Length);
        source[..length].CopyTo(text);
        return length;
    }

    /// <summary>The path of an open file or directory, cut at the buffer as readlink(2) does.</summary>
    private Result<int> ReadMagicLink(ulong id, Span<byte> target)
    {
        Dentry? dentry = TargetOf(id);
        Span<byte> path = stackalloc byte[Limits.Path];
        if (dentry != null)
        {
            Result<int> length = DentryPath.WriteWithDeleted(dentry, _source.Context.Root, path);
            return length.IsError ? Errno.ENAMETOOLONG : Copy(path[..length.Value], target);
        }

        Result<OpenFile> file = EntryOf(id) == ProcEntry.Descriptor ? _source.Files.Get(NumberOf(id)) : Errno.ENOENT;
        if (file.IsError)
        {
            return Errno.ENOENT;
        }

        var builder = new TextBuilder(target);
        file.Value.Node.AppendName(ref builder);
        return builder.Length;
    }

    private Dentry? TargetOf(ulong id)
    {
        switch (EntryOf(id))
        {
            case ProcEntry.Executable:
                return _source.Executable;
            case ProcEntry.WorkingDirectory:
                return _source.Context.WorkingDirectory;
            case ProcEntry.ProcessRoot:
                return _source.Context.Root;
            case ProcEntry.Descriptor:
                Result<OpenFile> file = _source.Files.Get(NumberOf(id));
                return file.IsError ? null : file.Value.Dentry;
            default:
                return null;
        }
    }

    /// <summary>The permissions of a link in fd tell how the file is open (proc(5)).</summary>
    private uint PermissionsOf(int descriptor)
    {
        Result<OpenFile> file = _source.Files.Get(descriptor);
        if (file.IsError)
        {
            return 0;
        }

        return (file.Value.IsReadable ? 0x140u : 0) | (file.Value.IsWritable ? 0xC0u : 0);
    }
}
