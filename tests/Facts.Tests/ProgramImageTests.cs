// What /proc tells of the loaded program: its addresses.
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
        program.Close();
    }

    [Fact]
    public void CodeIsTheExecutableSegment()
    {
        ProgramImage program = Programs.Load(ElfFile.Program(), 0);
        Assert.Equal((0x400000UL, 0x401800UL), (program.CodeStart, program.CodeEnd));
        Assert.Equal((0x400000UL, 0x405000UL), (program.Start, program.End));
    }

    [Fact]
    public void AddressesAreThoseInMemory()
    {
        ProgramImage program = Programs.Load(ElfFile.Program(), 0x1000_0000);
        Assert.Equal(0x1040_0000UL, program.Start);
        Assert.True(program.Contains(0x1040_4FFF));
        Assert.False(program.Contains(0x400000));
    }
}
