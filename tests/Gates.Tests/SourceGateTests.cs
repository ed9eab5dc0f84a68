// What the text of the sources must keep to.
namespace Gates.Tests;

using System.Linq;
using global::Tests.Shared;
using Xunit;

public sealed class SourceGateTests
{
    [Theory]
    [InlineData("    public unsafe void Run()")]
    [InlineData("    return Unsafe.As<int>(x);")]
    [InlineData("    MemoryMarshal.Cast<byte, int>(x);")]
    public void RefusesUnsafeCodeInASafeLayer(string line)
    {
        Violation violation = Assert.Single(SourceGate.CheckFile("vfs/Path.cs", ["namespace Vfs;", line]));

        Assert.Equal(("safe-mid-layers", "vfs/Path.cs(2)"), (violation.Rule, violation.Where));
    }

    [Theory]
    [InlineData("vfs/Path.cs", "    // nothing unsafe here")]
    [InlineData("kernel/Memory/PageTable.cs", "    public unsafe void Run()")]
    public void TakesCommentsAndUnsafeLayers(string file, string line) => Assert.Empty(SourceGate.CheckFile(file, [line]));

    [Fact]
    public void RefusesAFileOfMoreThan500Lines()
    {
        Assert.Empty(SourceGate.CheckFile("vfs/Path.cs", new string[500].Select(_ => string.Empty).ToArray()));
        Assert.Equal("file-size", Assert.Single(SourceGate.CheckFile("vfs/Path.cs", new string[501].Select(_ => string.Empty).ToArray())).Rule);
    }

    [Fact]
    public void FindsNothingInThisTree() => Assert.Empty(SourceGate.Check(SampleCompiler.Root));
}
