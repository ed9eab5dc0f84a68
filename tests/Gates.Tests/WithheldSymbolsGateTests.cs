// Forbidden language features name the function that uses them.
namespace Gates.Tests;

using System.Collections.Generic;
using System.Linq;
using global::Tests.Shared;
using Xunit;

public sealed class WithheldSymbolsGateTests(SampleCompiler compiler) : IClassFixture<SampleCompiler>
{
    [Theory]
    [InlineData("Throws", "Sample.Throws.Thrower", "throws an exception")]
    [InlineData("Dispatches", "Sample.Dispatches.Count", "four or more implementers")]
    [InlineData("Finalizes", "Sample.Finalizes.Open", "finalizer")]
    public void NamesTheFunctionThatUsesAForbiddenFeature(string program, string function, string reason)
    {
        List<Violation> violations = Check(program);

        Assert.Contains(violations, v => v.Where == function && v.What.Contains(reason));
        Assert.All(violations, v => Assert.Equal("withheld-symbols", v.Rule));
    }

    [Fact]
    public void LetsAProgramPassThatUsesNone() => Assert.Empty(Check("Behaves"));

    private List<Violation> Check(string program)
    {
        Sample sample = compiler.Compile(program, string.Empty, "Frame");
        return [.. WithheldSymbolsGate.Check(sample.Object, compiler.BootObjects, sample.Names).Where(v => !v.What.Contains("uses interrupt_") && !v.What.Contains("uses syscall_"))];
    }
}
