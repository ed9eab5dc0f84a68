// What instructions the image may hold.
namespace Gates.Tests;

using Iced.Intel;
using Xunit;

public sealed class InstructionGateTests
{
    [Theory]
    [InlineData("vzeroupper", new byte[] { 0xC5, 0xF8, 0x77 }, "VEX")]
    [InlineData("vmovups zmm0, [rax]", new byte[] { 0x62, 0xF1, 0x7C, 0x48, 0x10, 0x00 }, "EVEX")]
    [InlineData("popcnt eax, eax", new byte[] { 0xF3, 0x0F, 0xB8, 0xC0 }, "POPCNT")]
    [InlineData("pshufb xmm0, xmm1", new byte[] { 0x66, 0x0F, 0x38, 0x00, 0xC1 }, "SSSE3")]
    [InlineData("hlt", new byte[] { 0xF4 }, "privileged")]
    [InlineData("no instruction", new byte[] { 0x06 }, "no instruction")]
    public void RefusesInCompiledCode(string what, byte[] code, string reason)
    {
        string? problem = InstructionGate.Judge(Decode(code), isManaged: true);

        Assert.True(problem is not null && problem.Contains(reason), $"{what}: {problem}");
    }

    [Theory]
    [InlineData("movups xmm0, [rsi]", new byte[] { 0x0F, 0x10, 0x06 })]
    [InlineData("lock cmpxchg [rdi], esi", new byte[] { 0xF0, 0x0F, 0xB1, 0x37 })]
    [InlineData("pause", new byte[] { 0xF3, 0x90 })]
    public void TakesInCompiledCode(string what, byte[] code) => Assert.True(InstructionGate.Judge(Decode(code), isManaged: true) is null, what);

    [Theory]
    [InlineData("hlt", new byte[] { 0xF4 })]
    [InlineData("xsave64 [rdi]", new byte[] { 0x48, 0x0F, 0xAE, 0x27 })]
    [InlineData("wrmsr", new byte[] { 0x0F, 0x30 })]
    public void TakesInBootCode(string what, byte[] code) => Assert.True(InstructionGate.Judge(Decode(code), isManaged: false) is null, what);

    [Fact]
    public void RefusesVectorExtensionsInBootCodeToo() =>
        Assert.Contains("VEX", InstructionGate.Judge(Decode([0xC5, 0xF8, 0x77]), isManaged: false));

    private static Instruction Decode(byte[] code) => Decoder.Create(64, code).Decode();
}
