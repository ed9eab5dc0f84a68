// The in-process server's messages about files: open, create, read, write, readdir, attributes.
namespace NinePFs.Tests.Server;

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Wire;

public sealed partial class MemoryServer
{
    private const int HostBlock = 4096;

    private const ulong LastCookie = 0x7FFF_FFFF_FFFF_FFFF;

    private byte[] Open(ushort tag, ref WireReader reader)
    {
        Tlopen message = Decode<Tlopen>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? fid) || fid.File.Parent is null)
        {
            return Error(tag, Errno.ENOENT);
        }

        var flags = (OpenFlags)message.Flags;
        if (fid.IsOpen)
        {
            return Error(tag, Errno.EINVAL);
        }

        if (fid.File.Type == FileType.SymbolicLink)
        {
            return Error(tag, Errno.ELOOP);
        }

        if ((flags & OpenFlags.Directory) != 0 && !fid.File.IsDirectory)
        {
            return Error(tag, Errno.ENOTDIR);
        }

        if (fid.File.Type is FileType.Fifo or FileType.Socket or FileType.CharacterDevice or FileType.BlockDevice)
        {
            return Error(tag, Errno.ENXIO);
        }

        if ((flags & OpenFlags.Truncate) != 0 && !fid.File.IsDirectory)
        {
            fid.File.Resize(0);
        }

        fid.IsOpen = true;
        fid.Flags = flags;
        return Reply(tag, new Rlopen(fid.File.Qid, fid.File.IsDirectory ? 0 : IoUnit));
    }

    private uint IoUnit => (MessageSize - Wire9P.IoHeaderLength) / HostBlock * HostBlock;

    private byte[] Create(ushort tag, ref WireReader reader)
    {
        Tlcreate message = Decode<Tlcreate>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? fid) || fid.IsOpen)
        {
            return Error(tag, Errno.EINVAL);
        }

        var flags = (OpenFlags)message.Flags;
        string name = Text(message.Name);
        if (fid.File.Children.TryGetValue(name, out MemoryFile? file))
        {
            if ((flags & OpenFlags.Exclusive) != 0)
            {
                return Error(tag, Errno.EEXIST);
            }

            if (file.IsDirectory || file.Type == FileType.SymbolicLink)
            {
                return Error(tag, file.IsDirectory ? Errno.EISDIR : Errno.ELOOP);
            }

            if ((flags & OpenFlags.Truncate) != 0)
            {
                file.Resize(0);
            }
        }
        else
        {
            file = Tree.Make(FileMode.TypeBits(FileType.Regular) | message.Mode);
            file.Gid = message.Gid;
            Errno error = Tree.Attach(fid.File, name, file);
            if (error != Errno.None)
            {
                return Error(tag, error);
            }
        }

        fid.Directory = fid.File;
        fid.Name = name;
        fid.File = file;
        fid.IsOpen = true;
        fid.Flags = flags;
        return Reply(tag, new Rlcreate(file.Qid, IoUnit));
    }

    private byte[] Read(ushort tag, ref WireReader reader)
    {
        Tread message = Decode<Tread>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? fid) || !fid.IsOpen || (fid.Flags & OpenFlags.AccessMode) == OpenFlags.WriteOnly)
        {
            return Error(tag, Errno.EINVAL);
        }

        if (fid.File.IsDirectory)
        {
            return Error(tag, Errno.EOPNOTSUPP);
        }

        int start = (int)Math.Min(message.Offset, (ulong)fid.File.Data.Length);
        int count = (int)Math.Min(message.Count, fid.File.Data.Length - start);
        count = Math.Min(count, ReadLimit);
        return Reply(tag, new Rread((uint)count), fid.File.Data.AsSpan(start, count));
    }

    private byte[] Write(ushort tag, ref WireReader reader)
    {
        Twrite message = Decode<Twrite>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? fid) || !fid.IsOpen || (fid.Flags & OpenFlags.AccessMode) == OpenFlags.ReadOnly)
        {
            return Error(tag, Errno.EINVAL);
        }

        ReadOnlySpan<byte> data = reader.Rest;
        if (data.Length != message.Count)
        {
            throw new InvalidOperationException("the count of a Twrite is not its data's");
        }

        data = data[..Math.Min(data.Length, WriteLimit)];
        long offset = (fid.Flags & OpenFlags.Append) != 0 ? fid.File.Data.Length : (long)message.Offset;
        if (offset + data.Length > fid.File.Data.Length)
        {
            fid.File.Resize(offset + data.Length);
        }

        data.CopyTo(fid.File.Data.AsSpan((int)offset));
        fid.File.Touch();
        return Reply(tag, new Rwrite((uint)data.Length));
    }

    private byte[] ReadDirectory(ushort tag, ref WireReader reader)
    {
        Treaddir message = Decode<Treaddir>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? fid) || !fid.IsOpen)
        {
            return Error(tag, Errno.EINVAL);
        }

        if (!fid.File.IsDirectory)
        {
            return Error(tag, Errno.ENOTDIR);
        }

        var data = new byte[Math.Min(message.Count, MessageSize)];
        var writer = new WireWriter(data);
        foreach ((ulong cookie, string name, MemoryFile file) in EntriesOf(fid.File))
        {
            var record = new DirectoryRecord
            {
                // QEMU leaves the qid's type and version 0 here.
                Qid = new Qid(QidTypes.None, 0, file.Inode),
                Offset = cookie,
                Type = (byte)file.Type,
                Name = Encoding.Latin1.GetBytes(name),
            };
            if (cookie > message.Offset && (writer.Length + record.Length > data.Length || !record.TryEncode(ref writer)))
            {
                break;
            }
        }

        return Reply(tag, new Rreaddir((uint)writer.Length), data.AsSpan(0, writer.Length));
    }

    /// <summary>In the order of a hash, which is the cookie; the last one has the cookie that ext4 ends with.</summary>
    private List<(ulong Cookie, string Name, MemoryFile File)> EntriesOf(MemoryFile directory)
    {
        var entries = directory.Children.Select(child => (CookieOf(child.Key), child.Key, child.Value)).ToList();
        if (!OmitsDots)
        {
            entries.Add((CookieOf("."), ".", directory));
            entries.Add((CookieOf(".."), "..", directory.Parent ?? directory));
        }

        entries.Sort((one, two) => one.Item1.CompareTo(two.Item1));
        if (entries.Count != 0)
        {
            entries[^1] = (LastCookie, entries[^1].Item2, entries[^1].Item3);
        }

        return entries;
    }

    private static ulong CookieOf(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in name)
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return (hash >> 1) | 1;
    }

    private byte[] GetAttributes(ushort tag, ref WireReader reader)
    {
        if (!_fids.TryGetValue(Decode<Tgetattr>(ref reader).Fid, out ServerFid? fid)
            || (fid.IsOpen ? fid.File : FindByPath(fid)) is not { } file)
        {
            return Error(tag, Errno.ENOENT);
        }

        return Reply(tag, new Rgetattr
        {
            Valid = GetattrMask.Basic,
            Qid = file.Qid,
            Mode = file.Mode,
            Uid = file.Uid,
            Gid = file.Gid,
            Links = (ulong)file.Links,
            SpecialDevice = file.SpecialDevice,
            Size = (ulong)(file.Type == FileType.SymbolicLink ? file.Target.Length : file.Data.Length),
            BlockSize = IoUnit,
            Blocks = (ulong)((file.Data.Length + 511) / 512),
            AccessTime = file.AccessTime,
            ModifyTime = file.ModifyTime,
            ChangeTime = file.ChangeTime,
        });
    }

    /// <summary>In QEMU's order: mode, times, owner, size. By path: a file without a name is not found.</summary>
    private byte[] SetAttributes(ushort tag, ref WireReader reader)
    {
        Tsetattr message = Decode<Tsetattr>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? fid) || FindByPath(fid) is not { } file)
        {
            return Error(tag, fid is null ? Errno.EINVAL : Errno.ENOENT);
        }

        if ((message.Valid & AttributeMask.Mode) != 0)
        {
            file.Mode = (file.Mode & FileMode.TypeMask) | message.Mode;
        }

        if ((message.Valid & AttributeMask.AccessTime) != 0)
        {
            file.AccessTime = (message.Valid & AttributeMask.AccessTimeSet) != 0 ? message.AccessTime : file.ChangeTime;
        }

        if ((message.Valid & AttributeMask.Size) != 0)
        {
            if ((long)message.Size < 0)
            {
                return Error(tag, Errno.EINVAL);
            }

            file.Resize((long)message.Size);
        }

        if ((message.Valid & AttributeMask.ModifyTime) != 0)
        {
            file.Touch();
            file.ModifyTime = (message.Valid & AttributeMask.ModifyTimeSet) != 0 ? message.ModifyTime : file.ChangeTime;
        }

        file.Uid = (message.Valid & AttributeMask.Uid) != 0 ? message.Uid : file.Uid;
        file.Gid = (message.Valid & AttributeMask.Gid) != 0 ? message.Gid : file.Gid;
        return Reply(tag, default(Rsetattr));
    }

    private byte[] Statistics(ushort tag, ref WireReader reader) =>
        _fids.ContainsKey(Decode<Tstatfs>(ref reader).Fid)
            ? Reply(tag, new Rstatfs { FileSystemType = 0xEF53, BlockSize = 4096, Blocks = 1000, BlocksFree = 500, NameLength = 255 })
            : Error(tag, Errno.ENOENT);

    private byte[] Synchronize(ushort tag, ref WireReader reader) =>
        _fids.ContainsKey(Decode<Tfsync>(ref reader).Fid) ? Reply(tag, default(Rfsync)) : Error(tag, Errno.ENOENT);
}
