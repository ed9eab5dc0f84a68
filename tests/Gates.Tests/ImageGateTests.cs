// The audit of a linked file.
namespace Gates.Tests;

using global::Tests.Shared;
using Xunit;

public sealed class ImageGateTests(SampleCompiler compiler) : IClassFixture<SampleCompiler>
{
    private const string Code = ".globl _start\n_start: nop\n ret\n vector: .byte 0xC5, 0xF8, 0x77\n ret\n .data\n .quad 1\n .section .note.GNU-stack,\"\",@progbits\n";

    [Fact]
    public void NamesTheFunctionOfAForbiddenInstruction()
    {
        Sample sample = compiler.Compile("Behaves", string.Empty, "Frame");

        Violation violation = Assert.Single(InstructionGate.Check(compiler.Link(Code), sample.Names));

        Assert.Equal("vector", violation.Where);
        Assert.Contains("vzeroupper", violation.What);
    }

    [Fact]
    public void FindsASegmentThatIsWritableAndExecutable() =>
        Assert.Contains(SegmentGate.Check(compiler.Link(Code, "-N")), v => v.What == "writable and executable");

    [Fact]
    public void FindsAKernelOutsideOfTheHighHalf() =>
        Assert.Contains(SegmentGate.Check(compiler.Link(Code)), v => v.What.StartsWith("not in the high half"));
}
