// The 9P file system does what every file system must, over a server that behaves as QEMU's.
namespace NinePFs.Tests;

using global::Tests.Shared.Conformance;
using Vfs;

public sealed class ConformanceTests : FileSystemConformance
{
    private readonly LoopbackSession _session = new();

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}

/// <summary>The same with the smallest msize, so that everything takes several messages.</summary>
public sealed class SmallMessageConformanceTests : FileSystemConformance
{
    private readonly LoopbackSession _session = new(messageSize: 4096);

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}

/// <summary>The same with a server that leaves "." and ".." to us.</summary>
public sealed class DotlessConformanceTests : FileSystemConformance
{
    private readonly LoopbackSession _session = new() { Server = { OmitsDots = true } };

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}

/// <summary>The same with a server without Tunlinkat and Trenameat, as diod 1.0.</summary>
public sealed class PlainServerConformanceTests : FileSystemConformance
{
    private readonly LoopbackSession _session = new() { Server = { LacksNamesInDirectories = true } };

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}

/// <summary>The same with answers in random order, and messages small enough that several are in flight.</summary>
public sealed class ShuffledConformanceTests : FileSystemConformance
{
    private readonly LoopbackSession _session = new(messageSize: 8192) { Transport = { Shuffle = new System.Random(3) } };

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}
