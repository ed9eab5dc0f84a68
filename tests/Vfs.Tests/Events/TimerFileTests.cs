// timerfd: expirations are counted from the clock, whenever somebody looks.
namespace Vfs.Tests.Events;

using Kernel.Abi;
using Vfs.Events;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class TimerFileTests : EventSession
{
    [Fact]
    public void AFreshTimerIsDisarmed()
    {
        OpenFile file = Open(out TimerFile timer);
        Assert.Equal(0ul, timer.Remaining);
        Assert.Equal(ulong.MaxValue, timer.NextPollChange);
        Assert.Equal(Errno.EAGAIN, ReadNumber(file).Error);
        file.Release();
    }

    [Fact]
    public void ASingleExpirationIsReadOnce()
    {
        OpenFile file = Open(out TimerFile timer);
        timer.Set(1500, 0);
        Assert.Equal(500ul, timer.Remaining);
        Assert.Equal(1500ul, timer.NextPollChange);
        Clock.Now = 1500;
        Assert.Equal(PollEvents.Read, timer.Poll(file));
        Assert.Equal(0ul, timer.Remaining);
        Assert.Equal(1ul, Check(ReadNumber(file)));
        Assert.Equal(Errno.EAGAIN, ReadNumber(file).Error);
        file.Release();
    }

    [Fact]
    public void AnIntervalCountsWhatWasMissed()
    {
        OpenFile file = Open(out TimerFile timer);
        timer.Set(1100, 10);
        Clock.Now = 1134;
        Assert.Equal(4ul, Check(ReadNumber(file)));
        Assert.Equal(6ul, timer.Remaining);
        Clock.Now = 1140;
        Assert.Equal(1ul, Check(ReadNumber(file)));
        file.Release();
    }

    [Fact]
    public void AnIntervalOfCenturiesIsNotOverAtOnce()
    {
        OpenFile file = Open(out TimerFile timer);
        timer.Set(1100, long.MaxValue);
        Clock.Now = 1100;
        Assert.Equal(1ul, Check(ReadNumber(file)));
        Assert.Equal(Errno.EAGAIN, ReadNumber(file).Error);
        file.Release();
    }

    [Fact]
    public void ADateBeforeTheBootHasExpiredSinceThen()
    {
        OpenFile file = Open(out TimerFile timer);
        timer.Set(-2000, 1000);
        Assert.Equal(0ul, timer.NextPollChange);
        Assert.Equal(4ul, Check(ReadNumber(file)));
        file.Release();
    }

    [Fact]
    public void AReaderSleepsUntilTheExpiration()
    {
        OpenFile file = Open(out TimerFile timer);
        file.Flags &= ~NonBlocking;
        timer.Set(1500, 0);
        QueueOf(file).During(() => Clock.Now = 1400);
        QueueOf(file).During(() => Clock.Now = 1600);
        Assert.Equal(1ul, Check(ReadNumber(file)));
        Assert.Equal(2, QueueOf(file).Waits);
        file.Release();
    }

    [Fact]
    public void SettingForgetsWhatHasExpired()
    {
        OpenFile file = Open(out TimerFile timer);
        timer.Set(1001, 1);
        Clock.Now = 2000;
        timer.Set(long.MaxValue, 0);
        Assert.Equal(Errno.EAGAIN, ReadNumber(file).Error);
        file.Release();
    }

    private OpenFile Open(out TimerFile timer)
    {
        OpenFile file = Check(Pool.OpenTimer(isRealTime: false, NonBlocking));
        timer = (TimerFile)file.Node;
        return file;
    }
}
