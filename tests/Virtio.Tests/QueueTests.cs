// The ring in fair weather: order, reuse, the wrap of its indices, a full ring.
namespace Virtio.Tests;

using System.Collections.Generic;
using System.Linq;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using Virtio.Tests.Fakes;
using Xunit;

public abstract class QueueTests(RingKind kind)
{
    [Fact]
    public void AnswersInAnyOrderReachTheirRequests()
    {
        var session = new Session(kind: kind);
        Request[] requests = [session.Send(), session.Send(), session.Send()];
        List<Chain> chains = session.Device.TakeAvailable();
        Assert.Equal(requests.Select(request => request.Tag), chains.Select(session.TagOf));

        session.Reply(chains[2]);
        session.Reply(chains[0]);
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Received, requests[0].State);
        Assert.Equal(RequestState.Sent, requests[1].State);
        Assert.Equal(RequestState.Received, requests[2].State);

        session.Reply(chains[1]);
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Received, requests[1].State);
        Assert.Equal(Errno.None, requests[1].Failure);
        Assert.Equal(0, session.Transport.InFlight);
        Assert.False(session.Transport.Poll());
    }

    [Fact]
    public void ManyLapsOfTheRing()
    {
        var session = new Session(size: 4, kind: kind);
        const int Rounds = 0x10000 + 100;
        for (int round = 0; round < Rounds; round++)
        {
            Request request = session.Send();
            session.Table.Kick();
            session.Reply(Assert.Single(session.Device.TakeAvailable()));
            Assert.True(session.Transport.Poll());
            Assert.Equal(RequestState.Received, request.State);
            session.Table.Return(request);
        }

        Assert.Equal(Rounds, session.Device.Notifications);
        Assert.Equal(0, session.Table.InUse);
    }

    [Fact]
    public void AFullRingTakesNoMoreAndLosesNothing()
    {
        var session = new Session(size: 8, kind: kind);
        for (int i = 0; i < 8; i++)
        {
            session.Send();
        }

        Assert.Equal(-1, session.Queue.TakeSlot());
        List<Chain> chains = session.Device.TakeAvailable();
        Assert.Equal(Enumerable.Range(0, 8), chains.Select(chain => chain.Head).Order());
        session.Reply(chains[5]);
        Assert.True(session.Transport.Poll());
        Assert.Equal(chains[5].Head, session.Queue.TakeSlot());
        Assert.Equal(-1, session.Queue.TakeSlot());
    }

    [Fact]
    public void SubmittingToAFullRingLeavesTheRequestWithItsOwner()
    {
        var session = new Session(size: 4, kind: kind);
        Request request = session.Take();
        while (session.Queue.TakeSlot() >= 0)
        {
        }

        Assert.Equal(Errno.EAGAIN, session.Table.Submit(request));
        Assert.Equal(RequestState.Encoding, request.State);
        Assert.Empty(session.Device.TakeAvailable());
    }

    [Fact]
    public void AnEmptyAnswerFailsTheRequestAndTheSessionGoesOn()
    {
        var session = new Session(kind: kind);
        Request request = session.Send();
        session.Device.Answer(session.Device.TakeAvailable()[0], 0);
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Failed, request.State);
        Assert.Equal(Errno.EIO, request.Failure);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AfterAResetTheRingStartsAnew(bool hasEventIndex)
    {
        var session = new Session(size: 4, hasEventIndex: hasEventIndex, kind: kind);
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 3 + round; i++)
            {
                AnswerOne(session);
            }

            Request lost = session.Send();
            session.Table.Kick();
            session.Device.TakeAvailable();
            session.Queue.Reset();
            session.Device.Restart();
            Assert.Equal(0, session.Queue.InUse);
            Assert.False(session.Queue.TakeNotification());
            Assert.False(session.Queue.TakeUsed(out _, out _, out PoisonReason fault));
            Assert.Equal(PoisonReason.None, fault);
            lost.State = RequestState.Failed;
            session.Table.Return(lost);
        }

        AnswerOne(session);
    }

    [Fact]
    public void ANotificationTellsWhereTheNextChainWillBe()
    {
        var session = new Session(size: 4, kind: kind);
        for (int i = 1; i <= 9; i++)
        {
            AnswerOne(session);
            int lap = i / 4;
            int expected = kind == RingKind.Packed ? (i % 4) | (lap % 2 == 0 ? 0x8000 : 0) : i;
            Assert.Equal(expected, session.Device.NotifiedPosition);
        }
    }

    private static void AnswerOne(Session session)
    {
        Request request = session.Send();
        session.Table.Kick();
        session.Reply(Assert.Single(session.Device.TakeAvailable()));
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Received, request.State);
        session.Table.Return(request);
    }
}

public sealed class SplitQueueTests() : QueueTests(RingKind.Split);

public sealed class LegacyQueueTests() : QueueTests(RingKind.Legacy);

public sealed class PackedQueueTests() : QueueTests(RingKind.Packed);
