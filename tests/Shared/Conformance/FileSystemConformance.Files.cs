// Conformance: opening, reading, writing and cutting regular files.
namespace Tests.Shared.Conformance;

using System.Linq;
using System.Text;
using Kernel.Abi;
using Vfs;
using Xunit;
using static Tests.Shared.TestSystem;

public abstract partial class FileSystemConformance
{
    [Fact]
    public void WhatIsWrittenIsRead()
    {
        Os.WriteFile("/f", "hello");
        Assert.Equal("hello", Os.ReadFile("/f"));
        Assert.Equal(5, Os.Stat("/f").Size);
    }

    [Fact]
    public void ReadAtTheEndIsZero()
    {
        Os.WriteFile("/f", "abc");
        OpenFile file = Os.Open("/f");
        Assert.Equal("abc", ReadText(file));
        Assert.Equal("", ReadText(file));
        file.Release();
    }

    [Fact]
    public void ReadMovesThePositionAndReadAtDoesNot()
    {
        Os.WriteFile("/f", "abcdef");
        OpenFile file = Os.Open("/f");
        Assert.Equal("ab", ReadText(file, 2));
        Assert.Equal("ef", Encoding.UTF8.GetString(ReadAt(file, 4, 10)));
        Assert.Equal("cd", ReadText(file, 2));
        file.Release();
    }

    [Fact]
    public void LargeFileKeepsEveryByte()
    {
        byte[] bytes = Enumerable.Range(0, 300_000).Select(n => (byte)(n * 7 ^ n >> 8)).ToArray();
        OpenFile file = Os.Open("/big", OpenFlags.ReadWrite | OpenFlags.Create);
        for (int done = 0; done < bytes.Length;)
        {
            done += WriteAt(file, done, bytes[done..]);
        }

        var read = new byte[bytes.Length];
        for (int done = 0; done < read.Length;)
        {
            byte[] part = ReadAt(file, done, read.Length - done);
            Assert.NotEmpty(part);
            part.CopyTo(read, done);
            done += part.Length;
        }

        Assert.Equal(bytes, read);
        file.Release();
    }

    [Fact]
    public void HoleReadsAsZeros()
    {
        OpenFile file = Os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        WriteAt(file, 10_000, Bytes("x"));
        Assert.Equal(10_001, Os.Stat(file).Size);
        byte[] all = ReadAt(file, 0, 20_000);
        Assert.Equal(10_001, all.Length);
        Assert.All(all[..10_000], value => Assert.Equal(0, value));
        Assert.Equal((byte)'x', all[10_000]);
        file.Release();
    }

    [Fact]
    public void AppendWritesAtTheEndWhereverThePositionIs()
    {
        Os.WriteFile("/f", "abc");
        OpenFile file = Os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Append);
        Assert.Equal("a", ReadText(file, 1));
        Write(file, "def");
        Assert.Equal(6, file.Position);
        file.Release();
        Assert.Equal("abcdef", Os.ReadFile("/f"));
    }

    [Fact]
    public void TwoAppendersDoNotOverwriteEachOther()
    {
        OpenFile one = Os.Open("/f", OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Append);
        OpenFile two = Os.Open("/f", OpenFlags.WriteOnly | OpenFlags.Append);
        Write(one, "1");
        Write(two, "2");
        Write(one, "3");
        one.Release();
        two.Release();
        Assert.Equal("123", Os.ReadFile("/f"));
    }

    [Fact]
    public void TruncateFlagEmptiesTheFile()
    {
        Os.WriteFile("/f", "long text");
        Os.Open("/f", OpenFlags.WriteOnly | OpenFlags.Truncate).Release();
        Assert.Equal(0, Os.Stat("/f").Size);
    }

    [Fact]
    public void TruncateCutsAndExtendsWithZeros()
    {
        Os.WriteFile("/f", "abcdef");
        OpenFile file = Os.Open("/f", OpenFlags.ReadWrite);
        Check(Os.Attributes.Truncate(file, 2));
        Check(Os.Attributes.Truncate(file, 5));
        Assert.Equal("ab\0\0\0", ReadText(file));
        file.Release();
        Check(Os.Attributes.Truncate(Os.Context, Bytes("/f"), 1));
        Assert.Equal("a", Os.ReadFile("/f"));
    }

    [Fact]
    public void TruncateNeedsARegularFileOpenForWriting()
    {
        Os.WriteFile("/f", "abc");
        Check(Os.MakeDirectory("/d"));
        OpenFile file = Os.Open("/f");
        AssertErrno(Errno.EINVAL, Os.Attributes.Truncate(file, 0));
        file.Release();
        AssertErrno(Errno.EISDIR, Os.Attributes.Truncate(Os.Context, Bytes("/d"), 0));
        AssertErrno(Errno.EINVAL, Os.Attributes.Truncate(Os.Context, Bytes("/f"), -1));
        AssertErrno(Errno.ENOENT, Os.Attributes.Truncate(Os.Context, Bytes("/no"), 0));
    }

    [Fact]
    public void OpenWithoutCreateNeedsTheFile() => AssertErrno(Errno.ENOENT, Os.OpenError("/missing"));

    [Fact]
    public void CreateGivesTheModeWithoutTheUmask()
    {
        Os.Context.SetUmask(0x12);
        Os.Open("/f", OpenFlags.WriteOnly | OpenFlags.Create, 0x1FF).Release();
        Assert.Equal(0x81EDu, Os.Stat("/f").Mode);
    }

    [Fact]
    public void CreateOpensWhatIsThere()
    {
        Os.WriteFile("/f", "abc");
        OpenFile file = Os.Open("/f", OpenFlags.ReadOnly | OpenFlags.Create);
        Assert.Equal("abc", ReadText(file));
        file.Release();
    }

    [Fact]
    public void ExclusiveCreateRefusesWhatIsThere()
    {
        Os.WriteFile("/f", "abc");
        Check(Os.Symlink("nowhere", "/dangling"));
        Check(Os.MakeDirectory("/d"));
        const OpenFlags flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive;
        AssertErrno(Errno.EEXIST, Os.OpenError("/f", flags));
        AssertErrno(Errno.EEXIST, Os.OpenError("/dangling", flags));
        AssertErrno(Errno.EEXIST, Os.OpenError("/d", flags));
        AssertErrno(Errno.EEXIST, Os.OpenError("/", flags));
        AssertErrno(Errno.None, Os.OpenError("/new", flags));
    }

    [Fact]
    public void CreateThroughADanglingLinkMakesItsTarget()
    {
        Check(Os.MakeDirectory("/d"));
        Check(Os.Symlink("d/target", "/link"));
        Os.WriteFile("/link", "x");
        Assert.Equal("x", Os.ReadFile("/d/target"));
        Assert.Equal("d/target", Os.ReadLink("/link"));
    }

    [Fact]
    public void CreateInAMissingDirectoryIsRefused()
    {
        AssertErrno(Errno.ENOENT, Os.OpenError("/no/f", OpenFlags.WriteOnly | OpenFlags.Create));
        Os.WriteFile("/f", "");
        AssertErrno(Errno.ENOTDIR, Os.OpenError("/f/g", OpenFlags.WriteOnly | OpenFlags.Create));
    }

    [Fact]
    public void CreateWithATrailingSlashIsRefused()
    {
        AssertErrno(Errno.EISDIR, Os.OpenError("/new/", OpenFlags.WriteOnly | OpenFlags.Create));
        AssertErrno(Errno.ENOENT, Os.StatError("/new"));
        Os.WriteFile("/file", "");
        AssertErrno(Errno.EISDIR, Os.OpenError("/file/", OpenFlags.ReadOnly | OpenFlags.Create));
        AssertErrno(Errno.ENOTDIR, Os.OpenError("/file/", OpenFlags.ReadOnly));
    }

    [Fact]
    public void DirectoryIsNotOpenedForWriting()
    {
        Check(Os.MakeDirectory("/d"));
        AssertErrno(Errno.EISDIR, Os.OpenError("/d", OpenFlags.WriteOnly));
        AssertErrno(Errno.EISDIR, Os.OpenError("/d", OpenFlags.ReadWrite));
        AssertErrno(Errno.EISDIR, Os.OpenError("/d", OpenFlags.ReadOnly | OpenFlags.Create));
        AssertErrno(Errno.None, Os.OpenError("/d"));
    }

    [Fact]
    public void DirectoryIsNotReadAsAFile()
    {
        OpenFile file = Os.Open("/");
        AssertErrno(Errno.EISDIR, file.Read(new ArrayBuffer(new byte[4], IoDirection.FromFile)).Error);
        AssertErrno(Errno.EISDIR, file.ReadAt(0, new ArrayBuffer(new byte[4], IoDirection.FromFile)).Error);
        file.Release();
    }

    [Fact]
    public void DirectoryFlagRefusesAFile()
    {
        Os.WriteFile("/f", "");
        AssertErrno(Errno.ENOTDIR, Os.OpenError("/f", OpenFlags.Directory));
    }

    [Fact]
    public void AccessModeIsKept()
    {
        Os.WriteFile("/f", "abc");
        var buffer = new ArrayBuffer(new byte[1], IoDirection.FromFile);
        OpenFile reader = Os.Open("/f");
        AssertErrno(Errno.EBADF, reader.Write(new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
        OpenFile writer = Os.Open("/f", OpenFlags.WriteOnly);
        AssertErrno(Errno.EBADF, writer.Read(buffer).Error);
        AssertErrno(Errno.EBADF, writer.ReadAt(0, buffer).Error);
        reader.Release();
        writer.Release();
    }

    [Fact]
    public void BadPageGivesTheBytesBeforeItOrFaults()
    {
        Os.WriteFile("/f", Repeat('x', 9000));
        OpenFile file = Os.Open("/f");
        var allBad = new ArrayBuffer(new byte[100], IoDirection.FromFile) { FaultsFrom = 0 };
        AssertErrno(Errno.EFAULT, file.Read(allBad).Error);
        var halfBad = new ArrayBuffer(new byte[9000], IoDirection.FromFile) { FaultsFrom = 4096 };
        Assert.Equal(4096, Check(file.Read(halfBad)));
        Assert.Equal(0, allBad.PinnedBytes + halfBad.PinnedBytes);
        file.Release();
    }

    [Fact]
    public void PinsAreEnded()
    {
        OpenFile file = Os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        var from = new ArrayBuffer(new byte[9000], IoDirection.ToFile);
        var into = new ArrayBuffer(new byte[9000], IoDirection.FromFile);
        Check(file.WriteAt(0, from));
        Check(file.ReadAt(100, into));
        Assert.Equal(0, from.PinnedBytes);
        Assert.Equal(0, into.PinnedBytes);
        file.Release();
    }

    [Fact]
    public void SynchronizeSucceeds()
    {
        OpenFile file = Os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        Check(file.Node.Synchronize(file, dataOnly: false));
        Check(file.Node.Synchronize(file, dataOnly: true));
        file.Release();
    }

    [Fact]
    public void AccessTellsWhetherAnybodyMayExecute()
    {
        Os.Open("/script", OpenFlags.WriteOnly | OpenFlags.Create, 0x1ED).Release();
        Os.Open("/text", OpenFlags.WriteOnly | OpenFlags.Create, 0x1A4).Release();
        AssertErrno(Errno.None, Os.Files.CheckAccess(Os.Context, null, Bytes("/script"), AccessMode.Execute, LookupFlags.None, Everything));
        AssertErrno(Errno.EACCES, Os.Files.CheckAccess(Os.Context, null, Bytes("/text"), AccessMode.Execute, LookupFlags.None, Everything));
        AssertErrno(Errno.None, Os.Files.CheckAccess(Os.Context, null, Bytes("/text"), AccessMode.Read | AccessMode.Write, LookupFlags.None, Everything));
        AssertErrno(Errno.ENOENT, Os.Files.CheckAccess(Os.Context, null, Bytes("/no"), AccessMode.None, LookupFlags.None, Everything));
        AssertErrno(Errno.EINVAL, Os.Files.CheckAccess(Os.Context, null, Bytes("/text"), (AccessMode)8, LookupFlags.None, Everything));
    }
}
