// Conformance: positions and flags of an opening.
namespace Tests.Shared.Conformance;

using Kernel.Abi;
using Vfs;
using Xunit;
using static Tests.Shared.TestSystem;

public abstract partial class FileSystemConformance
{
    [Fact]
    public void SeekCountsFromStartCurrentAndEnd()
    {
        Os.WriteFile("/f", "0123456789");
        OpenFile file = Os.Open("/f");
        Assert.Equal(4, Check(file.Seek(4, SeekFrom.Start)));
        Assert.Equal(6, Check(file.Seek(2, SeekFrom.Current)));
        Assert.Equal("6", ReadText(file, 1));
        Assert.Equal(7, Check(file.Seek(-3, SeekFrom.End)));
        Assert.Equal(100, Check(file.Seek(90, SeekFrom.End)));
        Assert.Equal("", ReadText(file));
        AssertErrno(Errno.EINVAL, file.Seek(-11, SeekFrom.End).Error);
        AssertErrno(Errno.EINVAL, file.Seek(0, (SeekFrom)9).Error);
        AssertErrno(Errno.EOVERFLOW, file.Seek(long.MaxValue, SeekFrom.End).Error);
        Assert.Equal(100, file.Position);
        file.Release();
    }

    [Fact]
    public void DataIsTheWholeFileAndTheHoleIsItsEnd()
    {
        Os.WriteFile("/f", "0123456789");
        OpenFile file = Os.Open("/f");
        Assert.Equal(3, Check(file.Seek(3, SeekFrom.Data)));
        Assert.Equal(10, Check(file.Seek(3, SeekFrom.Hole)));
        AssertErrno(Errno.ENXIO, file.Seek(10, SeekFrom.Data).Error);
        AssertErrno(Errno.ENXIO, file.Seek(10, SeekFrom.Hole).Error);
        file.Release();
    }

    [Fact]
    public void NegativeOffsetIsRefused()
    {
        OpenFile file = Os.Open("/f", OpenFlags.ReadWrite | OpenFlags.Create);
        AssertErrno(Errno.EINVAL, file.ReadAt(-1, new ArrayBuffer(new byte[1], IoDirection.FromFile)).Error);
        AssertErrno(Errno.EINVAL, file.WriteAt(-1, new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
        file.Release();
    }

    [Fact]
    public void UnsupportedAndContradictoryFlagsAreRefused()
    {
        AssertErrno(Errno.EOPNOTSUPP, Os.OpenError("/", OpenFlags.TemporaryFile | OpenFlags.ReadWrite));
        AssertErrno(Errno.EINVAL, Os.OpenError("/d", OpenFlags.Create | OpenFlags.Directory));
        AssertErrno(Errno.EINVAL, Os.OpenError("/", OpenFlags.AccessMode));
    }

    [Fact]
    public void FlagsThatConcernTheOpeningAloneAreForgotten()
    {
        OpenFile file = Os.Open("/f", OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.Append | OpenFlags.CloseOnExec);
        Assert.Equal(OpenFlags.WriteOnly | OpenFlags.Append | OpenFlags.LargeFile, file.Flags);
        file.Release();
    }

    [Fact]
    public void PathOnlyOpeningNamesTheFileAndDoesNothingElse()
    {
        Os.WriteFile("/f", "abc");
        OpenFile file = Os.Open("/f", OpenFlags.Path | OpenFlags.ReadWrite);
        AssertErrno(Errno.EBADF, file.Read(new ArrayBuffer(new byte[1], IoDirection.FromFile)).Error);
        AssertErrno(Errno.EBADF, file.Write(new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
        AssertErrno(Errno.EBADF, file.Seek(0, SeekFrom.Start).Error);
        AssertErrno(Errno.EBADF, Os.Attributes.ChangeMode(file, 0));
        Assert.Equal(3, Os.Stat(file).Size);
        file.Release();
    }
}
