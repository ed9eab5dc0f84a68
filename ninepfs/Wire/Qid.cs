// The server's name for a file: what makes two fids the same file. Part of many replies; NodeTable keys nodes by it.
namespace NinePFs.Wire;

using System;
using Kernel.Abi;

/// <summary>The type bits of a qid (stat(5)); a file without any is neither directory nor link.</summary>
[Flags]
public enum QidTypes : byte
{
    None = 0,
    Link = 0x01,
    SymbolicLink = 0x02,
    Temporary = 0x04,
    Authentication = 0x08,
    Mount = 0x10,
    Exclusive = 0x20,
    Append = 0x40,
    Directory = 0x80,
}

/// <summary>qid[13]: type[1] version[4] path[8].</summary>
/// <param name="version">QEMU: derived from time and size, so it changes at every write and identifies nothing.</param>
/// <param name="path">QEMU: the host's inode number.</param>
public readonly struct Qid(QidTypes type, uint version, ulong path)
{
    public readonly QidTypes Type = type;
    public readonly uint Version = version;
    public readonly ulong Path = path;

    public bool IsDirectory => (Type & QidTypes.Directory) != 0;

    public bool IsSymbolicLink => (Type & QidTypes.SymbolicLink) != 0;

    /// <summary>The kind of file as far as a qid tells; fifos and devices look like regular files.</summary>
    public FileType FileType => IsDirectory ? FileType.Directory : IsSymbolicLink ? FileType.SymbolicLink : FileType.Regular;

    /// <summary>Whether both name one file: same path and same kind, whatever the version (FAULTS W6, H8).</summary>
    public bool IsSameFile(in Qid other) => Path == other.Path && FileType == other.FileType;
}
