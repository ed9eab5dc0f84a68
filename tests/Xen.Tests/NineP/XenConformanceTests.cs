// The 9P file system does what every file system must, over Xen's rings: small ones that everything wraps in, and one that answers in parts.
namespace Xen.Tests.NineP;

using global::Tests.Shared.Conformance;
using Vfs;

public sealed class SmallRingConformanceTests : FileSystemConformance
{
    private readonly NinePSession _session = new(rings: 3, order: 2);

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}

public sealed class PiecemealConformanceTests : FileSystemConformance
{
    private readonly NinePSession _session = new(rings: 1, order: 2) { Transport = { IsPiecemeal = true } };

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}

public sealed class LargeRingConformanceTests : FileSystemConformance
{
    private readonly NinePSession _session = new(rings: 8, order: 6);

    protected override FileSystem CreateFileSystem() => _session.Mounted();

    protected override void AssertNothingIsHeld() => _session.End();
}
