// One opening of a directory: turns Treaddir's batches of records into entries, one per call. NinePNode.ReadDirectory calls it.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Wire;
using Vfs;

/// <summary>
/// Cookies are the server's, all 64 bits of them, except two: "." and ".." are made up at the end when the server sent none (D9),
/// and what follows them needs a name too. -2 and -1 are it; no host file system has been seen to use them.
/// </summary>
public sealed class NinePDirectory
{
    private const ulong AfterDot = ulong.MaxValue - 1;
    private const ulong AfterDotDot = ulong.MaxValue;

    private readonly NinePClient _client;
    private readonly DirectoryTable _table;
    private DirectoryBuffer? _buffer;
    private ulong _inode;
    private ulong _dotCookie;
    private ulong _dotDotCookie;
    private ulong _endCookie;
    private bool _isEndKnown;
    private CookieLoop _loop;

    internal NinePDirectory(NinePClient client, DirectoryTable table)
    {
        _client = client;
        _table = table;
    }

    public Fid Fid { get; private set; } = null!;

    internal NinePDirectory? Next { get; set; }

    /// <param name="fid">The open fid; the opening's reference.</param>
    internal void Start(Fid fid, ulong inode)
    {
        Fid = fid;
        _inode = inode;
        Restart();
    }

    internal void Return()
    {
        DropBuffer();
        Fid = null!;
        _table.Return(this);
    }

    /// <summary>The entry after <paramref name="cookie"/>; ENOENT at the end, EIO for records that cannot be (D7).</summary>
    internal Errno Read(ulong cookie, out DirectoryEntry entry)
    {
        entry = default;
        if (cookie == 0)
        {
            Restart();
        }

        while (true)
        {
            if (cookie is AfterDot or AfterDotDot || (_isEndKnown && cookie == _endCookie))
            {
                return MakeUp(cookie, ref entry);
            }

            Result<bool> isThere = Seek(cookie);
            if (isThere.IsError)
            {
                return isThere.Error;
            }

            if (!isThere.Value)
            {
                _isEndKnown = true;
                _endCookie = cookie;
                continue;
            }

            DirectoryBuffer buffer = _buffer!;
            var reader = new WireReader(buffer.Memory.Bytes.Slice(buffer.Position, buffer.Length - buffer.Position));
            if (!DirectoryRecord.TryDecode(ref reader, out DirectoryRecord record))
            {
                if (buffer.Position == 0)
                {
                    return Malformed();
                }

                // D8: half a record at the end. The whole of it comes with the next batch.
                buffer.Length = buffer.Position;
                continue;
            }

            if (record.Name.Length is 0 or > Limits.Name || record.Offset == 0 || record.Offset == cookie)
            {
                return Malformed();
            }

            buffer.Advance(record.Offset, record.Length);
            cookie = record.Offset;
            if (IsWanted(record))
            {
                entry.Inode = record.Qid.Path;
                entry.Cookie = record.Offset;
                entry.Type = TypeOf(record);
                entry.Name = record.Name;
                return Errno.None;
            }
        }
    }

    /// <summary>Makes the buffer stand at the record after <paramref name="cookie"/>. False: there is none.</summary>
    private Result<bool> Seek(ulong cookie)
    {
        bool isContinuing = _buffer is not null && _buffer.Owner == this && _buffer.TrySeek(cookie);
        if (isContinuing && _buffer!.Position < _buffer.Length)
        {
            _table.Touch(_buffer);
            return true;
        }

        if (!_loop.IsProgress(cookie, isContinuing))
        {
            return Malformed();
        }

        DirectoryBuffer? buffer = _buffer is null || _buffer.Owner != this ? _table.TakeBuffer(this) : _buffer;
        if (buffer is null)
        {
            return Errno.EIO;
        }

        _buffer = buffer;
        _table.Touch(buffer);
        buffer.IsBusy = true;
        Result<int> length = _client.ReadDirectory(Fid, cookie, buffer.Memory);
        if (cookie == 0 && !length.IsError && length.Value == 0)
        {
            // No directory begins with its end. On Linux's ext4 the first rewinddir after a seekdir to the end of a directory that
            // was not read since it was opened gives nothing, the second one everything: so it is after a reset.
            length = _client.ReadDirectory(Fid, cookie, buffer.Memory);
        }

        buffer.IsBusy = buffer.Memory.IsKept;
        if (length.IsError)
        {
            // The next call asks anew, and that is no circle.
            DropBuffer();
            return length.Error;
        }

        buffer.Fill(cookie, length.Value);
        return length.Value != 0;
    }

    /// <summary>The server has no more entries: "." and "..", if it sent none, then the end.</summary>
    private Errno MakeUp(ulong cookie, ref DirectoryEntry entry)
    {
        entry.Inode = _inode;
        entry.Type = FileType.Directory;
        if (_dotCookie == 0 && cookie is not (AfterDot or AfterDotDot))
        {
            entry.Name = "."u8;
            entry.Cookie = AfterDot;
            return Errno.None;
        }

        if (_dotDotCookie == 0 && cookie != AfterDotDot)
        {
            // The parent's inode is unknown here, and not worth a message: no program can rely on it across mounts.
            entry.Name = ".."u8;
            entry.Cookie = AfterDotDot;
            return Errno.None;
        }

        return Errno.ENOENT;
    }

    /// <summary>Notes "." and "..", and skips a second one of each and names that no path can contain (D7, D9).</summary>
    private bool IsWanted(in DirectoryRecord record)
    {
        if (record.Name.SequenceEqual("."u8))
        {
            return IsFirst(ref _dotCookie, record.Offset);
        }

        if (record.Name.SequenceEqual(".."u8))
        {
            return IsFirst(ref _dotDotCookie, record.Offset);
        }

        return record.Name.IndexOf((byte)'/') < 0 && record.Name.IndexOf((byte)0) < 0;
    }

    private static bool IsFirst(ref ulong seen, ulong cookie)
    {
        if (seen == 0)
        {
            seen = cookie;
        }

        return seen == cookie;
    }

    /// <summary>QEMU fills in d_type and leaves the qid's type 0; other servers may do the opposite (D11).</summary>
    private static FileType TypeOf(in DirectoryRecord record)
    {
        var type = (FileType)record.Type;
        if (type is FileType.Fifo or FileType.CharacterDevice or FileType.Directory or FileType.BlockDevice or FileType.Regular
            or FileType.SymbolicLink or FileType.Socket)
        {
            return type;
        }

        FileType kind = record.Qid.FileType;
        return kind == FileType.Regular ? FileType.Unknown : kind;
    }

    private void Restart()
    {
        _dotCookie = 0;
        _dotDotCookie = 0;
        _isEndKnown = false;

        // rewinddir(3) must see what has changed: the old batch does not count any more.
        DropBuffer();
    }

    private void DropBuffer()
    {
        if (_buffer is not null && _buffer.Owner == this)
        {
            _buffer.Owner = null;
            _buffer.LastUse = 0;
        }

        _buffer = null;
    }

    private Errno Malformed()
    {
        _client.Requests.CountProtocolError(PoisonReason.MalformedReply);
        return Errno.EIO;
    }
}
