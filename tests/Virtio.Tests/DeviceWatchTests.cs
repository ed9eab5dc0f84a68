// Silence, lost interrupts and storms as DeviceWatch judges them; the times are the test's own.
namespace Virtio.Tests;

using Drivers;
using Xunit;

public sealed class DeviceWatchTests
{
    private const ulong Second = 1_000_000_000;

    private readonly DeviceWatch _watch = new(hasInterrupts: true);

    [Fact]
    public void Q12_SilenceIsProbedAndThenGivenUp()
    {
        Assert.Equal(WatchStep.None, _watch.Check(Second, 7, false));
        Assert.Equal(WatchStep.None, _watch.Check(Second + DeviceWatch.Patience - 1, 7, false));
        Assert.Equal(WatchStep.Probe, _watch.Check(Second + DeviceWatch.Patience, 7, false));
        Assert.Equal(WatchStep.None, _watch.Check(Second + DeviceWatch.Patience + 1, 7, false));
        Assert.Equal(WatchStep.GiveUp, _watch.Check(Second + (2 * DeviceWatch.Patience), 7, false));
        Assert.Equal(WatchStep.None, _watch.Check(Second + (9 * DeviceWatch.Patience), 7, false));
    }

    [Fact]
    public void Q12_ASlowServerThatAnswersTheProbeIsWaitedForWithoutEnd()
    {
        ulong answers = 0, now = 0;
        _watch.Check(now, answers, false);
        for (int round = 0; round < 100; round++)
        {
            now += DeviceWatch.Patience;
            Assert.Equal(WatchStep.Probe, _watch.Check(now, answers, false));
            answers++;
            Assert.Equal(WatchStep.None, _watch.Check(++now, answers, false));
        }
    }

    [Fact]
    public void Q12_TheTimeWithNothingInFlightIsNoSilence()
    {
        _watch.Check(0, 7, false);
        _watch.Rest();
        Assert.Equal(WatchStep.None, _watch.Check(100 * Second, 7, false));
        Assert.Equal(WatchStep.Probe, _watch.Check((100 * Second) + DeviceWatch.Patience, 7, false));
    }

    [Fact]
    public void Q14_AnswersWithoutInterruptsArePolledForInTheEnd()
    {
        for (int miss = 1; miss < DeviceWatch.MostMisses; miss++)
        {
            _watch.Check(Second, (ulong)miss, wasMissed: true);
            Assert.False(_watch.IsPolling);
            Assert.Equal(Second + DeviceWatch.SlowPoll, _watch.NextCheck(Second));
        }

        _watch.Check(Second, 99, wasMissed: true);
        Assert.True(_watch.IsPolling);
        Assert.Equal(Second + DeviceWatch.FastPoll, _watch.NextCheck(Second));
        Assert.Equal(DeviceWatch.MostMisses, _watch.LostInterrupts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Q14_OneLateInterruptNowAndThenIsNotLost(bool isInterrupted)
    {
        for (ulong miss = 0; miss < 100; miss++)
        {
            _watch.Check(miss * Second, miss, wasMissed: true);
            if (isInterrupted)
            {
                _watch.Interrupted(foundAnswer: true);
            }
            else
            {
                _watch.Check(miss * Second, miss, wasMissed: false);
            }
        }

        Assert.False(_watch.IsPolling);
        Assert.Equal(100, _watch.LostInterrupts);
    }

    [Fact]
    public void Q14_ACheckIsNotPutOffByAsking()
    {
        ulong first = _watch.NextCheck(Second);
        Assert.Equal(first, _watch.NextCheck(Second + 1));
        Assert.Equal(first, _watch.NextCheck(first + Second));
        _watch.Check(first, 1, false);
        Assert.Equal(first + DeviceWatch.SlowPoll, _watch.NextCheck(first));
    }

    [Fact]
    public void Q14_WithoutInterruptsItIsPolledFromTheStart()
    {
        var watch = new DeviceWatch(hasInterrupts: false);
        Assert.True(watch.IsPolling);
        Assert.Equal(Second + DeviceWatch.FastPoll, watch.NextCheck(Second));
        watch.Check(Second, 1, wasMissed: true);
        Assert.Equal(0, watch.LostInterrupts);
    }

    [Fact]
    public void Q15_InterruptsWithoutEndAreAStorm()
    {
        for (int count = 1; count < DeviceWatch.MostUseless; count++)
        {
            Assert.False(_watch.Interrupted(foundAnswer: false));
        }

        Assert.True(_watch.Interrupted(foundAnswer: false));
        Assert.True(_watch.IsPolling);
        Assert.Equal(DeviceWatch.MostUseless, _watch.UselessInterrupts);
        Assert.False(_watch.Interrupted(foundAnswer: false));
    }

    [Fact]
    public void Q15_InterruptsOfANeighbourAreNone()
    {
        for (int count = 0; count < 5 * DeviceWatch.MostUseless; count++)
        {
            Assert.False(_watch.Interrupted(foundAnswer: count % 1000 == 0));
        }

        Assert.False(_watch.IsPolling);
    }
}
