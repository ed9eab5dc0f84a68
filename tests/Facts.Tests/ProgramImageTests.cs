// What /proc tells of the loaded program: its addresses and where in the file they come from.
namespace Facts.Tests;

using Kernel.Process;
using Process.Tests;
using Xunit;

public sealed class ProgramImageTests
{
    [Fact]
    public void NothingLoadedIsNowhere()
    {
        var program = new ProgramImage();
        Assert.False(program.Contains(0));
        Assert.Equal(0UL, program.FileOffsetOf(0x400000));
        program.Close();
    }

    [Fact]
    public void CodeIsTheExecutableSegment()
    {
        ProgramImage program = Programs.Load(ElfFile.Program(), 0);
        Assert.Equal((0x400000UL, 0x401800UL), (program.CodeStart, program.CodeEnd));
        Assert.Equal((0x400000UL, 0x405000UL), (program.Start, program.End));
    }

    [Theory]
    [InlineData(0x400000UL, 0UL)]
    [InlineData(0x401000UL, 0x1000UL)]
    [InlineData(0x402000UL, 0x1000UL)]
    [InlineData(0x403000UL, 0x2000UL)]
    [InlineData(0x900000UL, 0UL)]
    public void FileOffsetIsThatOfThePage(ulong address, ulong offset) =>
        Assert.Equal(offset, Programs.Load(ElfFile.Program(), 0).FileOffsetOf(address));

    [Fact]
    public void BiasIsTakenOff()
    {
        ProgramImage program = Programs.Load(ElfFile.Program(), 0x1000_0000);
        Assert.Equal(0x1040_0000UL, program.Start);
        Assert.Equal(0x1000UL, program.FileOffsetOf(0x1040_2000));
        Assert.True(program.Contains(0x1040_4FFF));
        Assert.False(program.Contains(0x400000));
    }
}
