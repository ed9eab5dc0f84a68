// The ledger of who allocates.
namespace Gates.Tests;

using global::Tests.Shared;
using Xunit;

public sealed class AllocationGateTests(SampleCompiler compiler) : IClassFixture<SampleCompiler>
{
    [Fact]
    public void NamesAFunctionThatAllocatesAndIsNotListed()
    {
        Sample sample = compiler.Compile("Allocates", string.Empty, "Frame");

        Violation violation = Assert.Single(AllocationGate.Check(sample.Object, sample.Names, new AllowList(["*..ctor", "Sample.Allocates.Start", "Internal.*"])));

        Assert.Equal(("no-alloc-after-boot", "Sample.Allocates.Outer.Inner.Read"), (violation.Rule, violation.Where));
    }

    [Fact]
    public void SeesAValueThatIsBoxed()
    {
        Sample sample = compiler.Compile("Boxes", string.Empty, "Frame");

        Assert.Contains("Sample.Boxes.Start", AllocationGate.Ledger(sample.Object, sample.Names));
    }

    [Fact]
    public void FindsNothingInCodeWithoutAllocations()
    {
        Sample sample = compiler.Compile("Behaves", string.Empty, "Frame");

        Assert.DoesNotContain(AllocationGate.Ledger(sample.Object, sample.Names), name => name.StartsWith("Sample."));
    }
}
