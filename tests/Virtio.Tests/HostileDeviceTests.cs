// A device that lies about what it did (Q1 to Q5 of docs/compat/faults.md): the session ends, and nothing else happens.
namespace Virtio.Tests;

using System.Collections.Generic;
using Drivers.Virtio;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using Virtio.Tests.Fakes;
using Xunit;

public abstract class HostileDeviceTests(RingKind kind)
{
    protected RingKind Kind => kind;

    // Of a packed ring the id is the low half.
    [Theory]
    [InlineData(16u)]
    [InlineData(17u)]
    [InlineData(0xFFFFu)]
    [InlineData(0x10010u)]
    [InlineData(0x80000010u)]
    [InlineData(0xFFFFFFFFu)]
    public void Q1_UsedIdBeyondTheQueue(uint id)
    {
        var session = new Session(size: 16, kind: kind);
        Request request = session.Send();
        session.Device.TakeAvailable();
        session.Device.PutUsed(id, 11);
        AssertPoisoned(session, PoisonReason.UsedIdOutOfRange, request);
    }

    [Fact]
    public void Q2_UsedIdThatWasNeverPosted()
    {
        var session = new Session(kind: kind);
        Request request = session.Send();
        int head = session.Device.TakeAvailable()[0].Head;
        session.Device.PutUsed((uint)head + 1, 11);
        AssertPoisoned(session, PoisonReason.UsedIdNotPending, request);
    }

    [Fact]
    public void Q2_UsedIdThatWasAnsweredBefore()
    {
        var session = new Session(kind: kind);
        session.Send();
        Request second = session.Send();
        List<Chain> chains = session.Device.TakeAvailable();
        session.Reply(chains[0]);
        Assert.True(session.Transport.Poll());
        session.Reply(chains[0]);
        AssertPoisoned(session, PoisonReason.UsedIdNotPending, second);
    }

    [Fact]
    public void Q2_UsedIdTwiceInOneGo()
    {
        var session = new Session(kind: kind);
        session.Send();
        Request second = session.Send();
        List<Chain> chains = session.Device.TakeAvailable();
        session.Reply(chains[0]);
        session.Reply(chains[0]);
        AssertPoisoned(session, PoisonReason.UsedIdNotPending, second);
    }

    [Fact]
    public void Q3_AnAnswerWhereNothingWasPosted()
    {
        var session = new Session(kind: kind);
        session.Send();
        session.Reply(session.Device.TakeAvailable()[0]);
        Assert.True(session.Transport.Poll());
        session.Device.PutUsed(0, 11);
        Assert.True(session.Transport.Poll());
        Assert.Equal(PoisonReason.UsedIndexJump, session.Transport.Poisoned);
        Assert.Equal(1, session.Device.Stops);
    }

    [Theory]
    [InlineData(12u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFFFFFFFFu)]
    public void Q4_UsedLengthBeyondTheRoom(uint length)
    {
        var session = new Session(kind: kind);
        Request request = session.Send();
        session.Device.PutUsed((uint)session.Device.TakeAvailable()[0].Head, length);
        AssertPoisoned(session, PoisonReason.UsedLengthTooLarge, request);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(6u)]
    public void Q4_UsedLengthOfLessThanAHeader(uint length)
    {
        var session = new Session(kind: kind);
        Request request = session.Send();
        session.Device.PutUsed((uint)session.Device.TakeAvailable()[0].Head, length);
        AssertPoisoned(session, PoisonReason.UsedLengthTooShort, request);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    [InlineData(0x01)]
    public void Q5_TheDriversHalfOverwrittenChangesNothing(byte filler)
    {
        var session = new Session(size: 8, kind: kind);
        for (int round = 0; round < 3; round++)
        {
            Request first = session.Send();
            Request second = session.Send();
            List<Chain> chains = session.Device.TakeAvailable();
            session.Device.ScribbleOverDriversPart(filler);
            session.Reply(chains[1]);
            session.Reply(chains[0]);
            Assert.True(session.Transport.Poll());
            Assert.Equal(RequestState.Received, first.State);
            Assert.Equal(RequestState.Received, second.State);
            session.Table.Return(first);
            session.Table.Return(second);
        }

        Assert.Equal(0, session.Transport.InFlight);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
    }

    [Fact]
    public void ADeviceThatWantsAResetIsNoticedByPollingAlone()
    {
        var session = new Session(kind: kind);
        Request request = session.Send();
        session.Device.IsBroken = true;
        for (int i = 0; i < 1_000_000 && !request.IsDone; i++)
        {
            session.Transport.Poll();
        }

        Assert.Equal(RequestState.Failed, request.State);
        Assert.Equal(PoisonReason.DeviceNeedsReset, session.Transport.Reported);
    }

    [Fact]
    public void ADeviceThatWantsAResetIsNoticedAtItsInterrupt()
    {
        var session = new Session(kind: kind);
        Request request = session.Send();
        session.Transport.CheckDevice();
        Assert.Equal(RequestState.Sent, request.State);
        session.Device.IsBroken = true;
        session.Transport.CheckDevice();
        Assert.Equal(RequestState.Failed, request.State);
        Assert.Equal(PoisonReason.DeviceNeedsReset, session.Table.Broken);
    }

    [Fact]
    public void PoisonFromAboveStopsTheDeviceBeforeTheRequestsAreFailed()
    {
        var session = new Session(kind: kind);
        Request request = session.Send();
        session.Table.Poison(PoisonReason.WrongTag);
        Assert.Equal(PoisonReason.WrongTag, session.Transport.Reported);
        Assert.Equal(1, session.Device.Stops);
        Assert.Equal(RequestState.Failed, request.State);
    }

    protected static void AssertPoisoned(Session session, PoisonReason reason, Request pending)
    {
        Assert.True(session.Transport.Poll());
        Assert.Equal(reason, session.Transport.Poisoned);
        Assert.Equal(reason, session.Transport.Reported);
        Assert.Equal(reason, session.Table.Broken);
        Assert.Equal(1, session.Device.Stops);
        Assert.Equal(RequestState.Failed, pending.State);
        Assert.Equal(Errno.EIO, pending.Failure);
        Assert.Equal(0, session.Transport.InFlight);

        // Whatever the device says from now on is not even read.
        session.Device.PutUsed(0, 11);
        Assert.False(session.Transport.Poll());
        int notifications = session.Device.Notifications;
        Assert.Null(session.Table.TryTakeReserved());
        Assert.Equal(Errno.EIO, session.Transport.Submit(pending));
        session.Transport.Kick();
        Assert.Equal(notifications, session.Device.Notifications);
    }
}

public abstract class SplitIndexTests(RingKind kind) : HostileDeviceTests(kind)
{
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(0x8000)]
    [InlineData(0xFFFF)]
    public void Q3_UsedIndexAheadOfWhatWasPosted(int index)
    {
        var session = new Session(kind: Kind);
        Request request = session.Send();
        session.Send();
        session.Device.TakeAvailable();
        ((SplitFakeDevice)session.Device).SetUsedIndex((ushort)index);
        AssertPoisoned(session, PoisonReason.UsedIndexJump, request);
    }

    [Fact]
    public void Q3_UsedIndexAheadOfWhatIsStillOut()
    {
        var session = new Session(kind: Kind);
        session.Send();
        Request second = session.Send();
        session.Reply(session.Device.TakeAvailable()[0]);
        Assert.True(session.Transport.Poll());
        ((SplitFakeDevice)session.Device).SetUsedIndex(3);
        AssertPoisoned(session, PoisonReason.UsedIndexJump, second);
    }

    [Fact]
    public void Q3_UsedIndexGoesBack()
    {
        var session = new Session(kind: Kind);
        session.Send();
        Request second = session.Send();
        session.Reply(session.Device.TakeAvailable()[0]);
        Assert.True(session.Transport.Poll());
        ((SplitFakeDevice)session.Device).SetUsedIndex(0);
        AssertPoisoned(session, PoisonReason.UsedIndexJump, second);
    }
}

public sealed class SplitHostileDeviceTests() : SplitIndexTests(RingKind.Split);

public sealed class LegacyHostileDeviceTests() : SplitIndexTests(RingKind.Legacy);

public sealed class PackedHostileDeviceTests() : HostileDeviceTests(RingKind.Packed)
{
    [Fact]
    public void Q3_ADescriptorMarkedAheadOfTheNextOneIsNotLookedAt()
    {
        var session = new Session(kind: RingKind.Packed);
        session.Send();
        Request second = session.Send();
        List<Chain> chains = session.Device.TakeAvailable();
        ((PackedFakeDevice)session.Device).PutUsedAhead(1, 0xFFFF, 0xFFFFFFFF);
        Assert.False(session.Transport.Poll());
        session.Reply(chains[0]);
        AssertPoisoned(session, PoisonReason.UsedIdOutOfRange, second);
    }

    [Theory]
    [InlineData(DescriptorFlags.Available)]
    [InlineData(DescriptorFlags.Used)]
    [InlineData(DescriptorFlags.None)]
    public void Q3_FlagsOfAnotherLapAreNoAnswer(DescriptorFlags flags)
    {
        var session = new Session(kind: RingKind.Packed);
        session.Send();
        session.Device.TakeAvailable();
        session.Memory.Write16(session.Device.Address(14), (ushort)flags);
        Assert.False(session.Transport.Poll());
        Assert.Equal(1, session.Transport.InFlight);
    }
}
