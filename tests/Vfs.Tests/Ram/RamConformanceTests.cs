// RamFileSystem does what every file system must.
namespace Vfs.Tests.Ram;

using global::Tests.Shared;
using global::Tests.Shared.Conformance;
using Vfs.Ram;

public sealed class RamConformanceTests : FileSystemConformance
{
    protected override FileSystem CreateFileSystem() => new RamFileSystem(256, 0x1ED, new ArrayPageStore(512), new StepClock());
}
