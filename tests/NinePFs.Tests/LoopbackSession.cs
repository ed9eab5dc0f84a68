// A mounted 9P file system over the in-process server, with the VFS on top: what most tests here begin with.
namespace NinePFs.Tests;

using global::Tests.Shared;
using NinePFs;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using Xunit;

public sealed class LoopbackSession
{
    private TestSystem? _os;

    public LoopbackSession(int messageSize = 512 << 10, NinePCapacity? capacity = null, MessageTrace? trace = null)
    {
        NinePCapacity sizes = capacity ?? Small;
        Transport = new LoopbackTransport(Server, messageSize, sizes.Requests);
        FileSystem = new NinePFileSystem(Transport, sizes, trace);
    }

    /// <summary>Enough for every test, little enough to notice a leak.</summary>
    public static NinePCapacity Small => new()
    {
        Requests = 16,
        Fids = 128,
        Nodes = 96,
        Directories = 8,
        DirectoryBuffers = 2,
        DirectoryBufferLength = 64 << 10,
    };

    public MemoryServer Server { get; } = new();

    public LoopbackTransport Transport { get; }

    public NinePFileSystem FileSystem { get; }

    /// <summary>The VFS; the first use mounts.</summary>
    public TestSystem Os => _os ??= new TestSystem(Mounted());

    /// <summary>Mounts without the VFS.</summary>
    public NinePFileSystem Mounted()
    {
        MountFailure failure = FileSystem.Mount(MountOptions.Default);
        Assert.Equal(MountStep.None, failure.Step);
        return FileSystem;
    }

    /// <summary>Unmounts and checks that every pool is as it was.</summary>
    /// <param name="isHonest">The server has seen every message, so it must have no fid left either.</param>
    public void End(bool isHonest = true)
    {
        _os?.Shutdown();
        AssertNothingIsHeld();
        if (isHonest)
        {
            Assert.Equal(0, Server.FidCount);
        }
    }

    public void AssertNothingIsHeld()
    {
        Assert.Equal(0, FileSystem.Requests.InUse);
        Assert.Equal(0, FileSystem.Fids.InUse);
        Assert.Equal(0, FileSystem.Fids.Deferred);
        Assert.Equal(0, FileSystem.Fids.Clunking);
        Assert.Equal(0, FileSystem.Nodes.InUse);
        Assert.Equal(0, FileSystem.Directories.InUse);
        Assert.Equal(0, FileSystem.Requests.Quarantined);
        Assert.False(Transport.IsStuck);
    }
}
