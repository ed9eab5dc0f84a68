// What cannot be found again after a reset, or is not what it was (Q12): ESTALE at every use, and nothing else suffers.
namespace NinePFs.Tests.Recovery;

using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Tests.Server;
using Vfs;
using Xunit;

public sealed class StaleFileTests
{
    private readonly LoopbackSession _session = new();

    public StaleFileTests()
    {
        _session.Transport.CanRestart = true;
        _session.Server.Tree.AddDirectory("d");
        _session.Server.Tree.AddFile("d/f", TestSystem.Bytes("0123456789"));
    }

    private TestSystem Os => _session.Os;

    private MemoryFile Directory => _session.Server.Tree.Root.Children["d"];

    [Fact]
    public void Q12_AnotherFileUnderTheNameIsESTALE()
    {
        OpenFile file = Os.Open("/d/f");
        _session.Server.Tree.Remove(Directory, "f", removeDirectory: false);
        _session.Server.Tree.AddFile("d/f", TestSystem.Bytes("other"));
        _session.Transport.Break();
        Assert.Equal(Errno.ESTALE, TryRead(file));
        Assert.Equal(Errno.ESTALE, TryRead(file));
        Assert.Equal("other", Os.ReadFile("/d/f"));
        Assert.Equal(2, _session.FileSystem.Recovery.Stale);
        file.Release();
        _session.End();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Q12_AFileWithoutANameIsESTALE(bool isRemovedHere)
    {
        OpenFile file = Os.Open("/d/f");
        if (isRemovedHere)
        {
            TestSystem.Check(Os.Unlink("/d/f"));
        }
        else
        {
            _session.Server.Tree.Remove(Directory, "f", removeDirectory: false);
        }

        _session.Transport.Break();
        Assert.Equal(Errno.ESTALE, TryRead(file));
        file.Release();
        _session.End();
    }

    [Fact]
    public void Q12_AServerThatIsNotTheOneOfBeforeIsESTALE()
    {
        OpenFile file = Os.Open("/d/f");
        _session.Transport.Break();
        _session.Server.Tree.Root.Inode += 1000;
        Assert.Equal(Errno.ESTALE, TryRead(file));
        Assert.Equal(Errno.ESTALE, Os.StatError("/d/f"));
        file.Release();
        _session.End();
    }

    private static Errno TryRead(OpenFile file) => file.Read(new ArrayBuffer(new byte[16], IoDirection.FromFile)).Error;
}
