// What the run script's framing of standard input turns back into.
namespace Serial.Tests;

using System;
using System.Collections.Generic;
using Drivers.Serial;
using Xunit;

public sealed class EscapedInputTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("61620A", "61620A", false)]
    [InlineData("1010", "10", false)]
    [InlineData("10101010", "1010", false)]
    [InlineData("6110106204", "61106204", false)]
    [InlineData("1004", "", true)]
    [InlineData("611004", "61", true)]
    [InlineData("101004", "1004", false)]
    [InlineData("10101004", "10", true)]
    [InlineData("100461", "", true)]
    [InlineData("10041004", "", true)]
    [InlineData("1061", "61", false)]
    [InlineData("10", "", false)]
    [InlineData("04FF00", "04FF00", false)]
    [InlineData("6110171010041062100410", "6162", true)]
    public void Unescapes(string received, string expected, bool isEnded)
    {
        Check("0001" + received, expected, isEnded);
    }

    /// <summary>The port drops at most one byte before it is set up.</summary>
    [Theory]
    [InlineData("0001611004")]
    [InlineData("01611004")]
    public void InputBeginsAfterTheFirstStartByte(string received) => Check(received, "61", isEnded: true);

    [Fact]
    public void SizeOfTheWindowIsWhatFollowsItsMark()
    {
        var input = new EscapedInput();
        var sizes = new List<(int, int)>();
        foreach (byte value in Convert.FromHexString("01611017101032006210176400041061"))
        {
            input.TryTake(value, out _);
            if (input.HasWindow)
            {
                sizes.Add((input.Columns, input.Rows));
            }
        }

        Assert.Equal([(0x1010, 0x32), (0x64, 0x1004)], sizes);
    }

    [Fact]
    public void LaterStartBytesAreInput() => Check("000101000161", "01000161", isEnded: false);

    private static void Check(string received, string expected, bool isEnded)
    {
        var input = new EscapedInput();
        var got = new List<byte>();
        foreach (byte value in Convert.FromHexString(received))
        {
            if (input.TryTake(value, out byte taken))
            {
                got.Add(taken);
            }
        }

        Assert.Equal(expected, Convert.ToHexString(got.ToArray()));
        Assert.Equal(isEnded, input.IsEnded);
    }
}
