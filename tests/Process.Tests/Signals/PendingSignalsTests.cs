// Which signal comes next, what is kept of repeated ones, and what a full pool does to them.
namespace Process.Tests.Signals;

using System.Collections.Generic;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process.Signals;
using Xunit;

public sealed class PendingSignalsTests
{
    private readonly SignalPool _pool = new(8);
    private readonly PendingSignals _pending;

    public PendingSignalsTests()
    {
        _pending = new PendingSignals(_pool);
    }

    [Fact]
    public void LowNumbersComeFirstAndFaultsBeforeThem()
    {
        foreach (int number in (int[])[34, 10, 2, 11])
        {
            _pending.Add(Queued(number, 0));
        }

        Assert.Equal([11, 2, 10, 34], Numbers(ulong.MaxValue));
        Assert.Equal(0, _pool.InUse);
    }

    [Fact]
    public void StandardSignalsWaitOnce()
    {
        _pending.Add(Queued(10, 1));
        _pending.Add(Queued(10, 2));
        Assert.True(_pending.Take(ulong.MaxValue, out SignalInformation first));
        Assert.Equal(1ul, first.Second);
        Assert.False(_pending.Take(ulong.MaxValue, out _));
    }

    [Fact]
    public void RealtimeSignalsWaitInTheirOrderWithTheirValues()
    {
        for (ulong value = 0; value < 6; value++)
        {
            _pending.Add(Queued(34 + (int)(value & 1), value));
        }

        List<ulong> values = [];
        while (_pending.Take(ulong.MaxValue, out SignalInformation information))
        {
            values.Add(information.Second);
        }

        Assert.Equal([0ul, 2, 4, 1, 3, 5], values);
        Assert.Equal(0ul, _pending.Set);
    }

    [Fact]
    public void OnlyAllowedSignalsAreTaken()
    {
        _pending.Add(Queued(10, 0));
        _pending.Add(Queued(12, 0));
        Assert.Equal([12], Numbers(1ul << 11));
        Assert.Equal(1ul << 9, _pending.Set);
    }

    [Fact]
    public void FullPoolRefusesQueuedRealtimeSignalsAndKeepsTheBitOfOthers()
    {
        for (int count = 0; count < 8; count++)
        {
            Assert.Equal(Errno.None, _pending.Add(Queued(40, (ulong)count)));
        }

        Assert.Equal(Errno.EAGAIN, _pending.Add(Queued(41, 0)));
        Assert.Equal(Errno.None, _pending.Add(SignalInformation.Sent(41, SignalInformation.FromUser, 1, 0)));
        Assert.Equal(Errno.None, _pending.Add(SignalInformation.Sent(15, SignalInformation.FromUser, 1, 0)));
        Assert.True(_pending.Take(1ul << 14, out SignalInformation bare));
        Assert.Equal(15, bare.Number);
        Assert.Equal(SignalInformation.FromUser, bare.Code);
        Assert.Equal(8, _pool.InUse);
    }

    [Fact]
    public void DiscardingGivesEntriesBackAndLeavesTheRestInOrder()
    {
        foreach (int number in (int[])[40, 41, 40, 42, 41])
        {
            _pending.Add(Queued(number, 0));
        }

        _pending.Discard(1ul << 40);
        Assert.Equal(3, _pool.InUse);
        _pending.Add(Queued(42, 0));
        Assert.Equal([40, 40, 42, 42], Numbers(ulong.MaxValue));
    }

    private static SignalInformation Queued(int number, ulong value) =>
        new() { Number = number, Code = SignalInformation.FromQueue, Second = value };

    private List<int> Numbers(ulong allowed)
    {
        List<int> numbers = [];
        while (_pending.Take(allowed, out SignalInformation information))
        {
            numbers.Add(information.Number);
        }

        return numbers;
    }
}
