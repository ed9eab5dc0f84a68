// Statics that would need code at boot.
namespace Gates.Tests;

using global::Tests.Shared;
using Xunit;

public sealed class StaticsGateTests(SampleCompiler compiler) : IClassFixture<SampleCompiler>
{
    private static readonly AllowList Nothing = new([]);

    [Fact]
    public void NamesATypeWithAStaticArrayOfObjects()
    {
        Violation violation = Assert.Single(StaticsGate.Check(compiler.Compile("Tables", string.Empty, "Frame").Log, Nothing));

        Assert.Equal(("preinitialised-statics", "Sample.Tables"), (violation.Rule, violation.Where));
    }

    [Fact]
    public void LetsAListedTypePass() => Assert.Empty(StaticsGate.Check(compiler.Compile("Tables", string.Empty, "Frame").Log, new AllowList(["Sample.*"])));

    [Fact]
    public void IsSilentAboutStaticsThatAreComputed() =>
        Assert.Empty(StaticsGate.Check(["ILC: Preinitialized type '[ninesharp]Kernel.Diagnostics.Log'"], Nothing));
}
