// Conformance: reading directories with getdents64.
namespace Tests.Shared.Conformance;

using System.Collections.Generic;
using System.Linq;
using Kernel.Abi;
using Vfs;
using Xunit;
using static Tests.Shared.TestSystem;

public abstract partial class FileSystemConformance
{
    [Fact]
    public void DirectoryListsItselfItsParentAndItsNames()
    {
        Check(Os.MakeDirectory("/d"));
        Os.WriteFile("/d/f", "");
        Check(Os.MakeDirectory("/d/sub"));
        Check(Os.Symlink("x", "/d/link"));
        OpenFile file = Os.Open("/d");
        List<DirectoryRecord> records = DirectoryRecord.ReadAll(file, 4096);
        Assert.Equal([".", "..", "f", "link", "sub"], records.Select(record => record.Name).Order(System.StringComparer.Ordinal));
        AssertTypes(records);
        file.Release();
    }

    [Fact]
    public void InodesOfEntriesAreThoseOfStat()
    {
        Check(Os.MakeDirectory("/d"));
        Os.WriteFile("/d/f", "");
        OpenFile file = Os.Open("/d");
        foreach (DirectoryRecord record in DirectoryRecord.ReadAll(file, 4096))
        {
            if (record.Name is "f" or ".")
            {
                Assert.Equal(Os.Stat("/d/" + record.Name).Inode, record.Inode);
            }
        }

        file.Release();
    }

    [Theory]
    [InlineData(280)]
    [InlineData(300)]
    [InlineData(1024)]
    [InlineData(32768)]
    public void EveryEntryComesOnceWhateverTheRoom(int room)
    {
        const int count = 60;
        for (int index = 0; index < count; index++)
        {
            Os.WriteFile("/" + Repeat('n', index * 4 + 1) + index, "");
        }

        OpenFile file = Os.Open("/");
        List<DirectoryRecord> records = DirectoryRecord.ReadAll(file, room);
        Assert.Equal(count + 2, records.Count);
        Assert.Equal(count + 2, records.Select(record => record.Name).Distinct().Count());
        file.Release();
    }

    [Fact]
    public void CookieResumesBehindItsEntry()
    {
        foreach (string name in new[] { "a", "b", "c", "d" })
        {
            Os.WriteFile("/" + name, "");
        }

        OpenFile file = Os.Open("/");
        List<DirectoryRecord> all = DirectoryRecord.ReadAll(file, 4096);
        for (int index = 0; index < all.Count; index++)
        {
            Check(file.Seek((long)all[index].Cookie, SeekFrom.Start));
            Assert.Equal(all.Skip(index + 1).Select(record => record.Name), DirectoryRecord.ReadAll(file, 4096).Select(record => record.Name));
        }

        Check(file.Seek(0, SeekFrom.Start));
        Assert.Equal(all.Select(record => record.Name), DirectoryRecord.ReadAll(file, 4096).Select(record => record.Name));
        file.Release();
    }

    [Fact]
    public void BufferTooSmallForTheFirstEntryIsInvalid()
    {
        OpenFile file = Os.Open("/");
        AssertErrno(Errno.EINVAL, file.ReadDirectory(new ArrayBuffer(new byte[16], IoDirection.FromFile)).Error);
        Assert.NotEmpty(DirectoryRecord.ReadAll(file, 4096));
        file.Release();
    }

    [Fact]
    public void FileHasNoEntries()
    {
        Os.WriteFile("/f", "");
        OpenFile file = Os.Open("/f");
        AssertErrno(Errno.ENOTDIR, file.ReadDirectory(new ArrayBuffer(new byte[512], IoDirection.FromFile)).Error);
        file.Release();
    }

    [Fact]
    public void EntriesThatStayAreSeenOnceWhileOthersGo()
    {
        for (int index = 0; index < 40; index++)
        {
            Os.WriteFile($"/keep{index}", "");
            Os.WriteFile($"/drop{index}", "");
        }

        OpenFile file = Os.Open("/");
        var seen = new List<string>();
        for (int round = 0; ; round++)
        {
            List<DirectoryRecord> some = DirectoryRecord.Read(file, 512);
            if (some.Count == 0)
            {
                break;
            }

            seen.AddRange(some.Select(record => record.Name).Where(name => name.StartsWith("keep")));
            if (round < 40)
            {
                Check(Os.Unlink($"/drop{39 - round}"));
            }
        }

        Assert.Equal(40, seen.Count);
        Assert.Equal(40, seen.Distinct().Count());
        file.Release();
    }

    [Fact]
    public void LongestNameIsListed()
    {
        string name = Repeat('x', Limits.Name);
        Os.WriteFile("/" + name, "x");
        Assert.Equal(new List<string> { name }, Os.List("/"));
        Assert.Equal("x", Os.ReadFile("/" + name));
    }

    [Fact]
    public void BadPageLosesNoEntry()
    {
        for (int index = 0; index < 20; index++)
        {
            Os.WriteFile($"/file{index}", "");
        }

        OpenFile file = Os.Open("/");
        var bytes = new byte[4096];
        int first = Check(file.ReadDirectory(new ArrayBuffer(bytes, IoDirection.FromFile) { FaultsFrom = 200 }));
        Assert.InRange(first, 1, 200);
        AssertErrno(Errno.EFAULT, file.ReadDirectory(new ArrayBuffer(new byte[4096], IoDirection.FromFile) { FaultsFrom = 0 }).Error);
        int total = DirectoryRecord.Decode(System.MemoryExtensions.AsSpan(bytes, 0, first)).Count + DirectoryRecord.ReadAll(file, 4096).Count;
        Assert.Equal(22, total);
        file.Release();
    }

    private static void AssertTypes(List<DirectoryRecord> records)
    {
        foreach (DirectoryRecord record in records)
        {
            FileType expected = record.Name switch
            {
                "f" => FileType.Regular,
                "link" => FileType.SymbolicLink,
                _ => FileType.Directory,
            };

            // DT_UNKNOWN is allowed: a program then asks with lstat.
            Assert.True(record.Type == expected || record.Type == FileType.Unknown, record.ToString());
        }
    }
}
