// The hot paths allocate nothing once they have run: the kernel has no memory to give them.
namespace NinePFs.Tests;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs;
using Xunit;

public sealed class AllocationTests : IDisposable
{
    private const int WarmUps = 50;
    private const int Rounds = 200;

    // Messages small enough that the server makes no large objects: collections of those blur the thread's count.
    private readonly LoopbackSession _session = new(messageSize: 16 << 10);
    private readonly byte[] _path = TestSystem.Bytes("/d/e/f");
    private readonly byte[] _directory = TestSystem.Bytes("/d/e");
    private readonly byte[] _new = TestSystem.Bytes("/d/new");
    private readonly byte[] _missing = TestSystem.Bytes("/d/missing");
    private readonly ArrayBuffer _into = new(new byte[60_000], IoDirection.FromFile);
    private readonly ArrayBuffer _from = new(new byte[40_000], IoDirection.ToFile);
    private readonly OpenFile _file;
    private readonly OpenFile _listing;

    public AllocationTests()
    {
        _session.Server.Tree.AddDirectory("d");
        _session.Server.Tree.AddDirectory("d/e");
        _session.Server.Tree.AddFile("d/e/f", new byte[80_000]);
        _file = _session.Os.Open("/d/e/f", OpenFlags.ReadWrite);
        _listing = _session.Os.Open("/d/e");
    }

    private TestSystem Os => _session.Os;

    public void Dispose()
    {
        _file.Release();
        _listing.Release();
        _session.End();
    }

    [Fact]
    public void ReadAllocatesNothing() => AssertAllocatesNothing(() => _file.ReadAt(5, _into));

    [Fact]
    public void WriteAllocatesNothing() => AssertAllocatesNothing(() => _file.WriteAt(5, _from));

    [Fact]
    public void StatAllocatesNothing() =>
        AssertAllocatesNothing(() => Os.Files.GetAttributes(Os.Context, null, _path, LookupFlags.None, out _));

    [Fact]
    public void StatOfAMissingFileAllocatesNothing() =>
        AssertAllocatesNothing(() => Os.Files.GetAttributes(Os.Context, null, _missing, LookupFlags.None, out _));

    [Fact]
    public void OpenAndCloseAllocateNothing() =>
        AssertAllocatesNothing(() => Os.Files.Open(Os.Context, null, _path, OpenFlags.ReadOnly, 0).Value.Release());

    [Fact]
    public void ReadDirectoryAllocatesNothing() => AssertAllocatesNothing(() =>
    {
        _listing.Seek(0, SeekFrom.Start);
        while (_listing.ReadDirectory(_into).Value != 0)
        {
        }
    });

    [Fact]
    public void OpenOfADirectoryAllocatesNothing() =>
        AssertAllocatesNothing(() => Os.Files.Open(Os.Context, null, _directory, OpenFlags.Directory, 0).Value.Release());

    [Fact]
    public void CreateAndUnlinkAllocateNothing() => AssertAllocatesNothing(() =>
    {
        Os.Files.Open(Os.Context, null, _new, OpenFlags.WriteOnly | OpenFlags.Create, 0x1B6).Value.Release();
        Os.Names.Unlink(Os.Context, null, _new);
    });

    private void AssertAllocatesNothing(Action operation)
    {
        for (int round = 0; round < WarmUps; round++)
        {
            operation();
        }

        long total = 0;
        for (int round = 0; round < Rounds;)
        {
            _session.Transport.Forget();
            int collections = GC.CollectionCount(0);
            long server = _session.Transport.ServerAllocated;
            long before = GC.GetAllocatedBytesForCurrentThread();
            operation();
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before - (_session.Transport.ServerAllocated - server);

            // A collection takes the rest of the thread's allocation context away and counts it as used.
            if (GC.CollectionCount(0) == collections)
            {
                total += allocated;
                round++;
            }
        }

        Assert.Equal(0, total);
    }
}
