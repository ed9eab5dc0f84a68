// The port itself: found or not, set up, and every byte out as it came.
namespace Serial.Tests;

using System.Linq;
using Drivers.Serial;
using Xunit;

public sealed class Uart16550Tests
{
    private readonly FakePort _port = new();
    private readonly Uart16550 _uart;

    public Uart16550Tests()
    {
        _uart = new Uart16550(_port);
    }

    [Fact]
    public void APresentPortIsSetUp()
    {
        Assert.True(_uart.Probe());
        Assert.Equal(1, _port.Divisor);
        Assert.Equal(3, _port.Read(3));
        Assert.Equal(0, _port.Read(1));
        Assert.Equal(0x0B, _port.Read(4));
        Assert.Empty(_port.Sent);
    }

    [Fact]
    public void AnAbsentPortSwallowsOutputAndHasNoInput()
    {
        _port.IsAbsent = true;
        Assert.False(_uart.Probe());
        _port.Sent.Clear();
        _uart.Write("abc"u8);
        Assert.Empty(_port.Sent);
        Assert.False(_uart.TryRead(out _));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 2)]
    [InlineData(1000, 63)]
    public void OutputIsExactAndAsksTheStatusOncePerFifo(int length, int statusReads)
    {
        _uart.Probe();
        byte[] bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        _uart.Write(bytes);
        Assert.Equal(bytes, _port.Sent);
        Assert.Equal(statusReads, _port.StatusReads);
        Assert.True(_port.LongestBurst <= Uart16550.FifoBytes);
    }

    [Fact]
    public void NewlinesPassUnchanged()
    {
        _uart.Probe();
        _uart.Write("a\nb\r\n\0"u8);
        Assert.Equal("a\nb\r\n\0"u8.ToArray(), _port.Sent);
    }

    [Fact]
    public void ASlowPeerLosesNothing()
    {
        _uart.Probe();
        _port.ReadsUntilEmpty = 3_000_000;
        _uart.Write("abc"u8);
        Assert.Equal("abc"u8.ToArray(), _port.Sent);
    }
}
