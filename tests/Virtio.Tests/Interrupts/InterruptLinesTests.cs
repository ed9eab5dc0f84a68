// Lines that devices share: who is called, where a line is routed, and what ends a storm (Q14, Q15).
namespace Virtio.Tests.Interrupts;

using System.Collections.Generic;
using Kernel.Abi;
using Kernel.Interrupts;
using Xunit;

public sealed class InterruptLinesTests
{
    private readonly FakeController _best = new(24), _fallback = new(16);

    [Fact]
    public void Q14_EveryDeviceOnALineIsAskedWhicheverRaisedIt()
    {
        InterruptLines lines = new(_best, _fallback, 8);
        FakeHandler quiet = new(LineAnswer.NotMine), busy = new(LineAnswer.Mine), other = new(LineAnswer.Mine);
        Assert.Equal(Errno.None, lines.Connect(11, quiet));
        Assert.Equal(Errno.None, lines.Connect(11, busy));
        Assert.Equal(Errno.None, lines.Connect(10, other));
        _best.Handlers[11].Handle();
        Assert.Equal((1, 1, 0), (quiet.Calls, busy.Calls, other.Calls));
        Assert.Equal(0, lines.Unclaimed);
        busy.Answer = LineAnswer.NotMine;
        _best.Handlers[11].Handle();
        Assert.Equal(1, lines.Unclaimed);
    }

    [Theory]
    [InlineData(InterruptChoice.Messages, 11, 1, 0, Errno.None)]
    [InlineData(InterruptChoice.Lines, 11, 1, 0, Errno.None)]
    [InlineData(InterruptChoice.Pic, 11, 0, 1, Errno.None)]
    [InlineData(InterruptChoice.Polling, 11, 0, 0, Errno.ENODEV)]
    [InlineData(InterruptChoice.Lines, 99, 0, 0, Errno.ENODEV)]
    [InlineData(InterruptChoice.Lines, -1, 0, 0, Errno.ENODEV)]
    public void ALineGoesWhereThereIsOne(InterruptChoice choice, int number, int best, int fallback, Errno expected)
    {
        InterruptLines lines = new(_best, _fallback, 8) { Choice = choice };
        Assert.Equal(expected, lines.Connect(number, new FakeHandler(LineAnswer.Mine)));
        Assert.Equal((best, fallback), (_best.Handlers.Count, _fallback.Handlers.Count));
    }

    [Fact]
    public void WhatTheFirstControllerDoesNotHaveTheSecondMay()
    {
        InterruptLines lines = new(new FakeController(0), _fallback, 8);
        Assert.Equal(Errno.None, lines.Connect(11, new FakeHandler(LineAnswer.Mine)));
        Assert.Single(_fallback.Handlers);
    }

    [Fact]
    public void ThereAreOnlySoManyDevices()
    {
        InterruptLines lines = new(_best, _fallback, 2);
        Assert.Equal(Errno.None, lines.Connect(1, new FakeHandler(LineAnswer.Mine)));
        Assert.Equal(Errno.None, lines.Connect(2, new FakeHandler(LineAnswer.Mine)));
        Assert.Equal(Errno.ENOSPC, lines.Connect(3, new FakeHandler(LineAnswer.Mine)));
        Assert.Equal(Errno.None, lines.Connect(2, new FakeHandler(LineAnswer.Mine)));
        Assert.Equal(Errno.ENOSPC, lines.Connect(2, new FakeHandler(LineAnswer.Mine)));
    }

    [Fact]
    public void Q15_ALineThatNobodyOwnsUpToIsMasked()
    {
        InterruptLines lines = new(_best, _fallback, 8);
        var handler = new FakeHandler(LineAnswer.NotMine);
        lines.Connect(11, handler);
        for (int i = 1; i < SharedLine.MostUnclaimed; i++)
        {
            _best.Handlers[11].Handle();
        }

        handler.Answer = LineAnswer.Mine;
        _best.Handlers[11].Handle();
        handler.Answer = LineAnswer.NotMine;
        for (int i = 1; i < SharedLine.MostUnclaimed; i++)
        {
            _best.Handlers[11].Handle();
        }

        Assert.Empty(_best.Masked);
        _best.Handlers[11].Handle();
        Assert.Equal([11], _best.Masked);
    }

    [Fact]
    public void Q15_ALineThatItsDeviceRaisesForNothingIsMasked()
    {
        InterruptLines lines = new(_best, _fallback, 8);
        lines.Connect(11, new FakeHandler(LineAnswer.Mine));
        lines.Connect(11, new FakeHandler(LineAnswer.Storm));
        _best.Handlers[11].Handle();
        Assert.Equal([11], _best.Masked);
    }

    private sealed class FakeHandler(LineAnswer answer) : LineHandler
    {
        public LineAnswer Answer { get; set; } = answer;

        public int Calls { get; private set; }

        public override LineAnswer Handle()
        {
            Calls++;
            return Answer;
        }
    }

    private sealed class FakeController(int lines) : LineController
    {
        public Dictionary<int, InterruptHandler> Handlers { get; } = [];

        public List<int> Masked { get; } = [];

        public override Errno Route(int number, InterruptHandler handler)
        {
            if (number >= lines)
            {
                return Errno.ENODEV;
            }

            Handlers[number] = handler;
            return Errno.None;
        }

        public override void Mask(int number) => Masked.Add(number);
    }
}
