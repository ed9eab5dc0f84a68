// Decodes struct linux_dirent64 records as a C library would, for the tests of getdents64.
namespace Tests.Shared;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Kernel.Abi;
using Vfs;
using Xunit;

public sealed record DirectoryRecord(ulong Inode, ulong Cookie, FileType Type, string Name, int Length)
{
    public static List<DirectoryRecord> Decode(ReadOnlySpan<byte> bytes)
    {
        var records = new List<DirectoryRecord>();
        while (!bytes.IsEmpty)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[16..]);
            Assert.Equal(0, length % 8);
            ReadOnlySpan<byte> name = bytes[19..length];
            int end = name.IndexOf((byte)0);
            Assert.InRange(end, 1, Limits.Name);
            records.Add(new DirectoryRecord(
                BinaryPrimitives.ReadUInt64LittleEndian(bytes),
                BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
                (FileType)bytes[18],
                Encoding.UTF8.GetString(name[..end]),
                length));
            bytes = bytes[length..];
        }

        return records;
    }

    /// <summary>One getdents64 call.</summary>
    public static List<DirectoryRecord> Read(OpenFile file, int room)
    {
        var bytes = new byte[room];
        int count = TestSystem.Check(file.ReadDirectory(new ArrayBuffer(bytes, IoDirection.FromFile)));
        return Decode(bytes.AsSpan(0, count));
    }

    /// <summary>Calls with <paramref name="room"/> bytes until the end.</summary>
    public static List<DirectoryRecord> ReadAll(OpenFile file, int room)
    {
        var all = new List<DirectoryRecord>();
        while (true)
        {
            List<DirectoryRecord> some = Read(file, room);
            if (some.Count == 0)
            {
                return all;
            }

            all.AddRange(some);
        }
    }
}
