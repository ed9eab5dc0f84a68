// Fids: references, numbers, and Tclunks that are put off when every request is in use.
namespace NinePFs.Tests.Fids;

using System.Collections.Generic;
using System.Linq;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Xunit;

public sealed class FidTableTests
{
    private readonly MemoryServer _server = new();
    private readonly LoopbackTransport _transport;
    private readonly NinePFileSystem _fileSystem;

    public FidTableTests()
    {
        NinePCapacity capacity = LoopbackSession.Small;
        capacity.Requests = 4;
        capacity.Fids = 20;
        _transport = new LoopbackTransport(_server, 8192);
        _fileSystem = new NinePFileSystem(_transport, capacity, null);
        Assert.False(_fileSystem.Mount(MountOptions.Default).IsFailure);
    }

    private Fid Root
    {
        get
        {
            Assert.Equal(Errno.None, ((NinePNode)_fileSystem.Root).Borrow(out Fid fid));
            return fid;
        }
    }

    [Fact]
    public void ReservedFidIsFreedWithoutAMessage()
    {
        _transport.Forget();
        Fid fid = _fileSystem.Fids.Take().Value;
        fid.Release();
        Assert.Equal(1, _fileSystem.Fids.InUse);
        Assert.Empty(_transport.Sent);
    }

    [Fact]
    public void LastReferenceClunksOnce()
    {
        Fid root = Root;
        Fid fid = Clone(root);
        fid.Acquire();
        fid.Release();
        Assert.Equal(2, _server.FidCount);
        fid.Release();
        _fileSystem.Fids.Drain();
        Assert.Equal(1, _server.FidCount);
        root.Release();
        End();
    }

    [Fact]
    public void ExhaustedTableIsENFILE()
    {
        var fids = new List<Fid>();
        while (_fileSystem.Fids.Take() is { IsError: false } taken)
        {
            fids.Add(taken.Value);
        }

        Assert.Equal(_fileSystem.Fids.Capacity, _fileSystem.Fids.InUse);
        Assert.Equal(Errno.ENFILE, _fileSystem.Fids.Take().Error);
        fids.ForEach(fid => fid.Release());
        End();
    }

    [Fact]
    public void ClunksBeyondTheRequestsAreDeferredAndAllSent()
    {
        Fid root = Root;
        Fid[] fids = Enumerable.Range(0, 15).Select(_ => Clone(root)).ToArray();
        _transport.Forget();
        foreach (Fid fid in fids)
        {
            fid.Release();
        }

        Assert.Equal(4, _transport.CountOf(MessageType.Tclunk));
        Assert.Equal(11, _fileSystem.Fids.Deferred);
        Assert.Equal(16, _fileSystem.Fids.InUse);
        _fileSystem.Fids.Drain();
        Assert.Equal(15, _transport.CountOf(MessageType.Tclunk));
        Assert.Equal(1, _server.FidCount);
        root.Release();
        End();
    }

    [Fact]
    public void DeferredClunksGoOutBetweenOrdinaryRequests()
    {
        Fid root = Root;
        Fid[] fids = Enumerable.Range(0, 15).Select(_ => Clone(root)).ToArray();
        foreach (Fid fid in fids)
        {
            fid.Release();
        }

        for (int call = 0; call < 20 && _fileSystem.Fids.Deferred != 0; call++)
        {
            Assert.Equal(Errno.None, _fileSystem.GetStatistics(out _));
        }

        Assert.Equal(0, _fileSystem.Fids.Deferred);
        root.Release();
        End();
    }

    [Fact]
    public void DeferredClunksAreForgottenWithTheSession()
    {
        Fid root = Root;
        Fid[] fids = Enumerable.Range(0, 15).Select(_ => Clone(root)).ToArray();
        foreach (Fid fid in fids)
        {
            fid.Release();
        }

        _fileSystem.Requests.Poison(PoisonReason.DeviceNeedsReset);
        Assert.Equal(0, _fileSystem.Fids.Deferred);
        root.Release();
        End();
    }

    [Fact]
    public void NumberInUseOnTheServerIsNeverTakenAgain()
    {
        Fid root = Root;
        uint number = Clone(root, release: true);
        Assert.Equal(3, _fileSystem.Fids.InUse + 1);
        Fid next = Clone(root);
        Assert.NotEqual(number, next.Number);
        next.Release();
        root.Release();
        End();
    }

    private uint Clone(Fid root, bool release)
    {
        Fid fid = Clone(root);
        uint number = fid.Number;
        if (release)
        {
            fid.Release();
        }

        return number;
    }

    private Fid Clone(Fid root)
    {
        Fid fid = _fileSystem.Fids.Take().Value;
        Assert.Equal(Errno.None, _fileSystem.Client.Clone(root, fid));
        return fid;
    }

    private void End()
    {
        _fileSystem.Root.Release();
        _fileSystem.Unmount();
        Assert.Equal(0, _fileSystem.Fids.InUse);
        Assert.Equal(0, _fileSystem.Requests.InUse);
    }
}
