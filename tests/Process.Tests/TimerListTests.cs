// Timers expire in the order of their times, once each, and may start each other anew while they do.
namespace Process.Tests;

using System.Collections.Generic;
using Kernel.Scheduling;
using Xunit;

public sealed class TimerListTests
{
    private readonly TimerList _list = new();
    private readonly List<string> _expired = [];

    [Fact]
    public void EarlierTimesComeFirstAndEqualOnesInTheirOrder()
    {
        Recorder late = Create("late"), early = Create("early"), second = Create("second"), last = Create("last");
        _list.Start(late, 30);
        _list.Start(early, 10);
        _list.Start(second, 10);
        _list.Start(last, 40);
        Assert.Equal(10ul, _list.Earliest);
        _list.Expire(30);
        Assert.Equal(["early", "second", "late"], _expired);
        Assert.Equal(40ul, _list.Earliest);
        Assert.False(early.IsStarted);
    }

    [Fact]
    public void CancelledTimersDoNotExpire()
    {
        Recorder first = Create("first"), middle = Create("middle"), last = Create("last");
        _list.Start(first, 1);
        _list.Start(middle, 2);
        _list.Start(last, 3);
        _list.Cancel(middle);
        _list.Cancel(middle);
        _list.Cancel(first);
        _list.Expire(10);
        Assert.Equal(["last"], _expired);
        Assert.Equal(ulong.MaxValue, _list.Earliest);
    }

    [Fact]
    public void StartingAgainMovesATimer()
    {
        Recorder moved = Create("moved"), other = Create("other");
        _list.Start(moved, 1);
        _list.Start(other, 2);
        _list.Start(moved, 3);
        _list.Expire(10);
        Assert.Equal(["other", "moved"], _expired);
    }

    [Fact]
    public void ATimerThatStartsItselfExpiresAsOftenAsItIsDue()
    {
        Recorder again = Create("again");
        again.Interval = 4;
        _list.Start(again, 2);
        _list.Expire(9);
        Assert.Equal(2, _expired.Count);
        Assert.Equal(10ul, _list.Earliest);
    }

    private Recorder Create(string name) => new(_list, _expired, name);

    private sealed class Recorder(TimerList list, List<string> expired, string name) : KernelTimer
    {
        public ulong Interval { get; set; }

        protected internal override void Expire()
        {
            expired.Add(name);
            if (Interval != 0)
            {
                list.Start(this, Deadline + Interval);
            }
        }
    }
}
