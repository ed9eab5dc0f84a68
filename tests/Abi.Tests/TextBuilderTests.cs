// What log lines and /proc files rely on: digits, padding, and a cut that never overruns.
namespace Abi.Tests;

using System.Text;
using Kernel.Abi;
using Xunit;

public sealed class TextBuilderTests
{
    [Theory]
    [InlineData(0L, "0")]
    [InlineData(7L, "7")]
    [InlineData(-10L, "-10")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void DecimalIsWhatInvariantFormattingGives(long value, string expected)
    {
        var builder = new TextBuilder(new byte[32]);
        builder.AppendDecimal(value);
        Assert.Equal(expected, Encoding.UTF8.GetString(builder.Text));
    }

    [Theory]
    [InlineData(0UL, 1, "0")]
    [InlineData(0xABCUL, 1, "abc")]
    [InlineData(0x1UL, 16, "0000000000000001")]
    [InlineData(ulong.MaxValue, 1, "ffffffffffffffff")]
    public void HexIsPaddedToTheAskedDigits(ulong value, int digits, string expected)
    {
        var builder = new TextBuilder(new byte[32]);
        builder.AppendHex(value, digits);
        Assert.Equal(expected, Encoding.UTF8.GetString(builder.Text));
    }

    [Fact]
    public void DecimalPadsWithZeros()
    {
        var builder = new TextBuilder(new byte[32]);
        builder.AppendDecimal(42UL, 6);
        Assert.Equal("000042", Encoding.UTF8.GetString(builder.Text));
    }

    [Fact]
    public void TextThatDoesNotFitIsCut()
    {
        var builder = new TextBuilder(new byte[4]);
        builder.Append("abcdef"u8);
        builder.AppendDecimal(123L);
        Assert.Equal("abcd", Encoding.UTF8.GetString(builder.Text));
        Assert.True(builder.IsFull);
    }
}
