// The ring in fair weather: order, reuse, the wrap of its 16-bit indices, a full ring.
namespace Virtio.Tests;

using System.Collections.Generic;
using System.Linq;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class SplitQueueTests
{
    [Fact]
    public void AnswersInAnyOrderReachTheirRequests()
    {
        var session = new Session();
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
    public void IndicesWrapAtSixteenBits()
    {
        var session = new Session(size: 4);
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
        Assert.Equal(Rounds - 0x10000, session.Device.UsedIndex);
        Assert.Equal(0, session.Table.InUse);
    }

    [Fact]
    public void AFullRingTakesNoMoreAndLosesNothing()
    {
        var session = new Session(size: 8);
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
        var session = new Session(size: 4);
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
        var session = new Session();
        Request request = session.Send();
        session.Device.Answer(session.Device.TakeAvailable()[0], 0);
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Failed, request.State);
        Assert.Equal(Errno.EIO, request.Failure);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
    }
}
