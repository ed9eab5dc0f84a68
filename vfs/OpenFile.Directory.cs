// getdents64(2) on an opening: asks the file system entry by entry and writes struct linux_dirent64 records.
namespace Vfs;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

public sealed partial class OpenFile
{
    /// <summary>Bytes of struct linux_dirent64 before the name: d_ino 8, d_off 8, d_reclen 2, d_type 1.</summary>
    private const int DirectoryRecordHeader = 19;

    private const int DirectoryRecordLimit = 280;

    /// <summary>
    /// getdents64(2): as many whole records as fit, 0 at the end. EINVAL when not even one fits, ENOTDIR, EBADF.
    /// Mount points that the directory itself does not have are not listed.
    /// </summary>
    public Result<int> ReadDirectory(IoBuffer into)
    {
        if (IsPath)
        {
            return Errno.EBADF;
        }

        if (Node.Type != FileType.Directory)
        {
            return Errno.ENOTDIR;
        }

        Errno error = HoldPosition();
        if (error != Errno.None)
        {
            return error;
        }

        Result<int> written = WriteRecords(into);
        LetPositionGo();
        return written;
    }

    private Result<int> WriteRecords(IoBuffer into)
    {
        Span<byte> record = stackalloc byte[DirectoryRecordLimit];
        int written = 0;
        while (true)
        {
            Errno error = Node.ReadDirectory(this, (ulong)Position, out DirectoryEntry entry);
            if (error == Errno.ENOENT)
            {
                return written;
            }

            int length = 0;
            if (error == Errno.None && entry.Name.Length <= Limits.Name)
            {
                length = Encode(entry, record);
                error = length <= into.Length - written ? into.Put(written, record[..length]) : Errno.EINVAL;
            }

            if (error != Errno.None)
            {
                // What has been written already counts; the error comes again at the next call.
                return written == 0 ? error : written;
            }

            written += length;
            Position = (long)entry.Cookie;
        }
    }

    private static int Encode(in DirectoryEntry entry, Span<byte> record)
    {
        int length = (DirectoryRecordHeader + entry.Name.Length + 1 + 7) & ~7;
        record[..length].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(record, entry.Inode);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], entry.Cookie);
        BinaryPrimitives.WriteUInt16LittleEndian(record[16..], (ushort)length);
        record[18] = (byte)entry.Type;
        entry.Name.CopyTo(record[DirectoryRecordHeader..]);
        return length;
    }
}
