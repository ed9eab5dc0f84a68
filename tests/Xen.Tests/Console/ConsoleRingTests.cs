// The rings of a PV console: every byte once and in order, whatever the indices, and no doorbell more than it takes.
namespace Xen.Tests.Console;

using System;
using System.Linq;
using Drivers.Xen;
using Xen.Tests.Fakes;
using Xunit;

public sealed class ConsoleRingTests
{
    [Fact]
    public void OutputArrivesAtEveryOffsetOfTheRing()
    {
        byte[] text = Bytes(700);
        for (uint offset = 0; offset < ConsoleRing.OutputBytes; offset++)
        {
            var console = new FakeConsole(offset);
            Assert.Equal(text.Length, console.Ring.Write(text));
            console.Take();
            Assert.Equal(text, console.Taken);
        }
    }

    [Fact]
    public void InputArrivesAtEveryOffsetOfTheRing()
    {
        byte[] text = Bytes(300);
        byte[] got = new byte[text.Length];
        for (uint offset = 0; offset < ConsoleRing.InputBytes; offset++)
        {
            var console = new FakeConsole(offset);
            Assert.Equal(text.Length, console.Send(text));
            Assert.Equal(text.Length, console.Ring.Read(got));
            Assert.Equal(text, got);
            Assert.Equal(offset + (uint)text.Length, console.InputTaken);
        }
    }

    [Fact]
    public void IndicesRunOver()
    {
        var console = new FakeConsole(uint.MaxValue - 5);
        Assert.Equal(100, console.Ring.Write(Bytes(100)));
        Assert.Equal(94u, console.OutputMade);
        console.Send(Bytes(50));
        Assert.Equal(50, console.Ring.Read(new byte[64]));
        console.Take();
        Assert.Equal(Bytes(100), console.Taken);
        Assert.True(console.Ring.IsDrained);
    }

    [Fact]
    public void AFullRingTakesNothingMoreAndNothingIsWrittenOver()
    {
        var console = new FakeConsole(77);
        Assert.Equal(ConsoleRing.OutputBytes, console.Ring.Write(Bytes(3000)));
        Assert.Equal(0, console.Ring.Write(Bytes(1)));
        Assert.Equal(0, console.Ring.Room);
        console.Take(10);
        Assert.Equal(10, console.Ring.Room);
        Assert.Equal(10, console.Ring.Write(Bytes(3000).AsSpan(ConsoleRing.OutputBytes)));
        console.Take();
        Assert.Equal(Bytes(3000).Take(ConsoleRing.OutputBytes + 10), console.Taken);
    }

    [Fact]
    public void ManySmallWritesRingOnceWhileTheOtherSideIsBusy()
    {
        var console = new FakeConsole();
        for (int i = 0; i < 100; i++)
        {
            console.Ring.Write("x"u8);
        }

        Assert.Equal(1, console.Channel.Rung);
    }

    [Fact]
    public void AWriteThatCameWhileTheOtherSideWasTakingIsToldWhenItRingsBack()
    {
        var console = new FakeConsole();
        console.Ring.Write("first"u8);
        console.Ring.Write("second"u8);
        Assert.Equal(1, console.Channel.Rung);
        console.Take(5); // it had looked before the second came
        Assert.Equal(2, console.Channel.Rung);
        console.Take();
        Assert.Equal("firstsecond"u8.ToArray(), console.Taken);
        Assert.Equal(2, console.Channel.Rung);
    }

    [Fact]
    public void AQuickReaderIsRungForEveryWrite()
    {
        var console = new FakeConsole { IsQuick = true };
        for (int i = 0; i < 5000; i++)
        {
            Assert.Equal(1, console.Ring.Write([(byte)i]));
        }

        Assert.Equal(5000, console.Channel.Rung);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (byte)i), console.Taken);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(0x8000_0000u)]
    [InlineData(uint.MaxValue - 5000)]
    public void IndicesThatCannotBeMakeOutputVanishAndInputEmpty(uint lie)
    {
        var console = new FakeConsole();
        console.Lie(outputConsumed: lie, inputProduced: 5000 + lie);
        Assert.Equal(100, console.Ring.Write(Bytes(100)));
        Assert.True(console.Ring.IsDrained);
        Assert.Equal(0, console.Ring.Read(new byte[64]));
    }

    [Fact]
    public void AReaderThatGoesBackIsNotWaitedFor()
    {
        var console = new FakeConsole();
        console.Ring.Write(Bytes(100));
        console.Take(60);
        Assert.Equal(40u, console.Ring.Waiting);
        console.Lie(outputConsumed: 59, inputProduced: 0);
        Assert.True(console.Ring.IsDrained);
        Assert.Equal(3000, console.Ring.Write(Bytes(3000)));
        console.Lie(outputConsumed: 60, inputProduced: 0);
        Assert.Equal(40u, console.Ring.Waiting);
    }

    [Fact]
    public void RandomTrafficBothWaysLosesNothing()
    {
        var random = new Random(9);
        var console = new FakeConsole(uint.MaxValue - 20_000);
        byte[] sent = Bytes(200_000), input = Bytes(100_000);
        byte[] got = new byte[input.Length];
        int written = 0, fed = 0, read = 0;
        while (written < sent.Length || fed < input.Length || read < fed)
        {
            switch (random.Next(4))
            {
                case 0: written += console.Ring.Write(sent.AsSpan(written, Math.Min(random.Next(900), sent.Length - written))); break;
                case 1: console.Take(random.Next(2500)); break;
                case 2: fed += console.Send(input.AsSpan(fed, Math.Min(random.Next(600), input.Length - fed))); break;
                default: read += console.Ring.Read(got.AsSpan(read, Math.Min(random.Next(600), got.Length - read))); break;
            }
        }

        console.Take();
        Assert.Equal(sent, console.Taken);
        Assert.Equal(input, got);
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 + i / 256))];
}
