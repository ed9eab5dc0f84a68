// A device that answers in order and covers several answers by the last one (VIRTIO_F_IN_ORDER, virtio 1.2 §2.7.9, §2.8.12).
namespace Virtio.Tests;

using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using Virtio.Tests.Fakes;
using Xunit;

public abstract class InOrderTests(RingKind kind)
{
    [Fact]
    public void TheLastAnswerCoversThoseBefore()
    {
        Session session = Start();
        Request[] requests = [session.Send(), session.Send(), session.Send(), session.Send()];
        List<Chain> chains = session.Device.TakeAvailable();
        chains.Take(3).ToList().ForEach(session.WriteReply);
        session.Device.PutUsed((uint)chains[2].Head, 7, batch: 3);
        Assert.True(session.Transport.Poll());
        Assert.All(requests.Take(3), request => Assert.Equal((RequestState.Received, 7), (request.State, request.ReceivedLength)));
        Assert.Equal(RequestState.Sent, requests[3].State);

        session.Reply(chains[3]);
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Received, requests[3].State);
        Assert.Equal(0, session.Transport.InFlight);
    }

    [Fact]
    public void DescriptorsAreUsedInRingOrderWhateverIsTakenBack()
    {
        Session session = Start();
        for (int i = 0; i < 40; i++)
        {
            Request request = session.Take();
            request.ReplyHeaderLength = 1;
            Assert.Equal(Errno.EINVAL, session.Table.Submit(request));
            request.ReplyHeaderLength = 11;
            Assert.Equal(Errno.None, session.Table.Submit(request));
            Chain chain = Assert.Single(session.Device.TakeAvailable());
            Assert.Equal(i % 8, chain.Head);
            session.Reply(chain);
            Assert.True(session.Transport.Poll());
            session.Table.Return(request);
        }
    }

    [Theory]
    [InlineData(0u, RequestState.Failed, PoisonReason.None)]
    [InlineData(7u, RequestState.Received, PoisonReason.None)]
    [InlineData(3u, RequestState.Failed, PoisonReason.ReplyTooShort)]
    [InlineData(12u, RequestState.Failed, PoisonReason.ReplySizeMismatch)]
    [InlineData(0xFFFFFFFFu, RequestState.Failed, PoisonReason.ReplySizeMismatch)]
    public void OfACoveredAnswerTheReplyTellsTheLength(uint size, RequestState state, PoisonReason reason)
    {
        Session session = Start();
        Request first = session.Send();
        session.Send();
        List<Chain> chains = session.Device.TakeAvailable();
        chains.ForEach(session.WriteReply);
        BinaryPrimitives.WriteUInt32LittleEndian(first.Reply.Bytes, size);
        session.Device.PutUsed((uint)chains[1].Head, 7, batch: 2);
        Assert.True(session.Transport.Poll());
        Assert.Equal((state, reason), (first.State, session.Transport.Poisoned));
    }

    [Fact]
    public void Q2_AnAnswerThatWasCoveredBefore()
    {
        Session session = Start();
        session.Send();
        session.Send();
        Request third = session.Send();
        List<Chain> chains = session.Device.TakeAvailable();
        chains.ForEach(session.WriteReply);
        session.Device.PutUsed((uint)chains[1].Head, 7, batch: 2);
        Assert.True(session.Transport.Poll());
        session.Device.PutUsed((uint)chains[0].Head, 7);
        Assert.True(session.Transport.Poll());
        Assert.Equal((PoisonReason.UsedIdNotPending, RequestState.Failed), (session.Transport.Poisoned, third.State));
        Assert.Equal(0, session.Transport.InFlight);
    }

    protected Session Start() => new(size: 8, kind: kind, isInOrder: true);
}

public sealed class SplitInOrderTests() : InOrderTests(RingKind.Split)
{
    [Fact]
    public void Q3_ABatchThatTheIndexDoesNotCover()
    {
        Session session = Start();
        session.Send();
        Request second = session.Send();
        List<Chain> chains = session.Device.TakeAvailable();
        chains.ForEach(session.WriteReply);
        session.Device.PutUsed((uint)chains[1].Head, 7, batch: 1);
        Assert.True(session.Transport.Poll());
        Assert.Equal((PoisonReason.UsedIndexJump, RequestState.Failed), (session.Transport.Poisoned, second.State));
    }
}

public sealed class PackedInOrderTests() : InOrderTests(RingKind.Packed);
