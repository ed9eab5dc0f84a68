// The table written at link time is the one that the kernel reads.
namespace Gates.Tests;

using System;
using System.Linq;
using System.Text;
using Kernel.Abi;
using Kernel.Diagnostics;
using Xunit;

public sealed class SymbolTableTests
{
    private static readonly (uint Offset, string Name)[] Functions =
        [.. Enumerable.Range(1, 100).Select(i => ((uint)(i * 32), $"Kernel.{(i % 7 == 0 ? "Memory.Page" : "Process.Thread")}.Method{i}"))];

    [Fact]
    public void EveryFunctionIsFoundByItsFirstAndLastByte()
    {
        byte[] table = SymbolTableWriter.Write(Functions.Reverse());

        foreach ((uint offset, string name) in Functions)
        {
            Assert.Equal($"{name}+0x0", Describe(table, offset));
            Assert.Equal($"{name}+0x1f", Describe(table, offset + 31));
        }
    }

    [Fact]
    public void AnAddressBelowTheFirstFunctionHasNoName() => Assert.Equal(string.Empty, Describe(SymbolTableWriter.Write(Functions), 31));

    [Fact]
    public void AnEmptyTableNamesNothing() => Assert.Equal(string.Empty, Describe([], 64));

    [Fact]
    public void ALongNameIsCutAndTheNextIsWhole()
    {
        byte[] table = SymbolTableWriter.Write([(0, new string('x', 500)), (16, "Short")]);

        Assert.Equal(new string('x', 160) + "+0x1", Describe(table, 1));
        Assert.Equal("Short+0x0", Describe(table, 16));
    }

    private static string Describe(byte[] table, uint offset)
    {
        TextBuilder line = new(new byte[256]);
        new SymbolTable(table).Describe(offset, ref line);
        return Encoding.ASCII.GetString(line.Text);
    }
}
