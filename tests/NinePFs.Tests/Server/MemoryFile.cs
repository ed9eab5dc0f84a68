// A file of the in-process server: data, children or target, and what stat tells.
namespace NinePFs.Tests.Server;

using System;
using System.Collections.Generic;
using Kernel.Abi;
using NinePFs.Wire;

public sealed class MemoryFile(ulong inode, uint mode)
{
    /// <summary>The server's time: moves on at every change.</summary>
    private static long s_now = 1_700_000_000;

    public ulong Inode { get; set; } = inode;

    public uint Mode { get; set; } = mode;

    public uint Uid { get; set; }

    public uint Gid { get; set; }

    /// <summary>Names that lead here.</summary>
    public int Links { get; set; }

    public uint SpecialDevice { get; set; }

    public byte[] Data { get; set; } = [];

    public Dictionary<string, MemoryFile> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>The directory that holds it; itself for the root. Null when no name is left.</summary>
    public MemoryFile? Parent { get; set; }

    public byte[] Target { get; set; } = [];

    public Timespec AccessTime { get; set; } = new(s_now, 0);

    public Timespec ModifyTime { get; set; } = new(s_now, 0);

    public Timespec ChangeTime { get; set; } = new(s_now, 0);

    public FileType Type => FileMode.TypeOf(Mode);

    public bool IsDirectory => Type == FileType.Directory;

    /// <summary>As QEMU makes it: the version follows time and size.</summary>
    public Qid Qid => new(
        IsDirectory ? QidTypes.Directory : Type == FileType.SymbolicLink ? QidTypes.SymbolicLink : QidTypes.None,
        (uint)ModifyTime.Seconds ^ (uint)Data.Length << 8,
        Inode);

    public void Touch()
    {
        ModifyTime = ChangeTime = new Timespec(++s_now, 0);
    }

    public void Resize(long size)
    {
        byte[] data = Data;
        Array.Resize(ref data, checked((int)size));
        Data = data;
        Touch();
    }
}
