// The loader's tables as C# sees them.
namespace Boot.Tests;

using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using Kernel.Boot;
using Xunit;

public sealed unsafe class BootInformationTests
{
    [Fact]
    public void TheMemoryMapIsSortedAndWithoutEmptyEntries()
    {
        // The order of QEMU's microvm, with its empty entry at the end.
        MemoryMapEntry[] entries = [Entry(0x100000, 0x7F00000), Entry(0, 0x9FC00), Entry(0xF0000, 0x10000, MemoryType.Reserved), Entry(0x9FC00, 0x400, MemoryType.Reserved), Entry(0, 0)];
        fixed (MemoryMapEntry* map = entries)
        {
            BootRecord record = new() { MemoryMap = map, MemoryMapCount = entries.Length };

            BootInformation boot = new(&record);

            Assert.Equal([0, 0x9FC00, 0xF0000, 0x100000], boot.MemoryMap.ToArray().Select(e => (long)e.Address));
            Assert.Equal(MemoryType.Reserved, boot.MemoryMap[2].Type);
        }
    }

    [Fact]
    public void NoMapIsAnEmptyMap()
    {
        BootRecord record = default;

        Assert.True(new BootInformation(&record).MemoryMap.IsEmpty);
    }

    [Fact]
    public void TheCommandLineHasNoTerminator()
    {
        fixed (byte* text = "init=/app -- x\0garbage"u8)
        {
            BootRecord record = new() { CommandLine = text, CommandLineLength = 14, IsCommandLineCut = 1 };

            BootInformation boot = new(&record);

            Assert.Equal("init=/app -- x", Encoding.ASCII.GetString(boot.CommandLine));
            Assert.True(boot.IsCommandLineCut);
        }
    }

    [Theory]
    [InlineData(nameof(BootRecord.CommandLine), 8)]
    [InlineData(nameof(BootRecord.CommandLineLength), 16)]
    [InlineData(nameof(BootRecord.MemoryMap), 24)]
    [InlineData(nameof(BootRecord.MemoryMapCount), 32)]
    [InlineData(nameof(BootRecord.ModuleCount), 36)]
    [InlineData(nameof(BootRecord.Modules), 40)]
    [InlineData(nameof(BootRecord.Rsdp), 56)]
    [InlineData(nameof(BootRecord.ImageEnd), 72)]
    public void FieldsLieWhereTheAssemblyPutsThem(string field, int offset) => Assert.Equal(offset, (int)Marshal.OffsetOf<BootRecord>(field));

    private static MemoryMapEntry Entry(ulong address, ulong length, MemoryType type = MemoryType.Ram) =>
        new() { Address = address, Length = length, Type = type };
}
