// Requests that are flushed on the rings: on which one, what room they leave, and those that were never sent.
namespace Xen.Tests.NineP;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Wire;
using Xunit;

public sealed class FlushTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void T10_TflushTravelsOnAnotherRingThanItsTarget(int rings)
    {
        for (int before = 0; before < rings; before++)
        {
            var session = new RingsSession(rings);
            for (int count = 0; count < before; count++)
            {
                session.Take();
            }

            Request request = session.Send();
            int home = request.Tag % rings;
            byte[] target = session.Backend[home].Peek()!;
            session.Transport.WhileFlushing = () =>
            {
                Assert.Equal(target.Length, session.Backend[home].Queued);
                Assert.Equal(request.Tag, AnswerFlush(session));
            };

            Assert.Equal(Errno.EINTR, session.Table.Wait(request));
            session.Table.Return(request);
            Assert.Equal(before, session.Table.InUse);
            Assert.Equal(0, session.Transport.InFlight);
        }
    }

    [Fact]
    public void T10_WithOneRingTheTargetEndsFirst()
    {
        var session = new RingsSession(rings: 1);
        Request request = session.Send();
        session.Transport.WhileFlushing = () => session.Answer(0);

        Assert.Equal(Errno.None, session.Table.Wait(request));
        session.Table.Return(request);
        Assert.Equal(0, session.Table.InUse);
        Assert.False(session.Table.IsBroken);
    }

    [Fact]
    public void T10_WithOneRingThatStandsStillTheSessionEndsInTime()
    {
        var session = new RingsSession(rings: 1);
        Request request = session.Send();

        Assert.Equal(Errno.EIO, session.Table.Wait(request));
        Assert.Equal(PoisonReason.FlushUnanswered, session.Transport.Reported);
        session.Table.Return(request);
        Assert.Equal(0, session.Table.InUse);
    }

    [Fact]
    public void TheRoomForAReplyThatWillNotComeIsUsedAgain()
    {
        var session = new RingsSession(rings: 2, order: 1, messageSize: 2048);
        for (int round = 0; round < 1000; round++)
        {
            Request request = session.Send(replyRoom: 2000);
            session.Transport.WhileFlushing = () =>
            {
                session.Backend[request.Tag % 2].Take();
                AnswerFlush(session);
            };

            Assert.Equal(Errno.EINTR, session.Table.Wait(request));
            session.Table.Return(request);
            Assert.Equal(0, session.Transport[0].Waiting + session.Transport[1].Waiting);
        }
    }

    [Fact]
    public void ARequestThatWaitsForRoomIsTakenBackAndThoseBehindItKeepTheirOrder()
    {
        var session = new RingsSession(rings: 1, order: 1, messageSize: 2048);
        var sent = new List<Request>();
        for (int count = 0; count < 8; count++)
        {
            sent.Add(session.Send(replyRoom: 1500));
        }

        int waiting = session.Transport[0].Waiting;
        Assert.True(waiting >= 4);
        Request second = sent[8 - waiting + 1], last = sent[7];
        Assert.Equal(Errno.EINTR, session.Table.Wait(second));
        Assert.Equal(Errno.EINTR, session.Table.Wait(last));
        Assert.Equal(waiting - 2, session.Transport[0].Waiting);
        Assert.False(session.Transport.Withdraw(second));
        sent.Remove(second);
        sent.Remove(last);
        session.Table.Return(second);
        session.Table.Return(last);

        var seen = new List<ushort>();
        for (int count = 0; count < sent.Count; count++)
        {
            byte[] message = session.Backend[0].Peek()!;
            ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5));
            seen.Add(tag);
            session.Backend[0].Put(RingsSession.ReplyTo(tag));
            session.Backend[0].Release(message.Length);
            session.Transport.Poll();
        }

        Assert.Equal(sent.ConvertAll(request => request.Tag), seen);
        Assert.Null(session.Backend[0].Peek());
        Assert.Equal(0, session.Table.Flushed);
    }

    [Fact]
    public void T7_TheOldReplyAfterRflushTakesItsRoomAndNothingElse()
    {
        var session = new RingsSession(rings: 2);
        Request request = session.Send();
        ushort tag = request.Tag;
        session.Transport.WhileFlushing = () => AnswerFlush(session);
        Assert.Equal(Errno.EINTR, session.Table.Wait(request));
        session.Table.Return(request);

        session.Backend[tag % 2].Put(RingsSession.ReplyTo(tag));
        session.Transport.Poll();
        Assert.Equal(1, session.Table.Dropped);
        Assert.False(session.Table.IsBroken);
        Assert.Equal(session.Backend[tag % 2].Half, session.Backend[tag % 2].Free);
    }

    /// <summary>The server says both, one after the other, when the target's ring has been looked at and that of the Tflush not yet.</summary>
    [Fact]
    public void T3_AReplyThatWasShownBeforeRflushIsNotLeftForTheNextWithItsTag()
    {
        var session = new RingsSession(rings: 2);
        Request request = session.Send();
        ushort tag = request.Tag;
        session.Transport.WhileFlushing = () =>
        {
            session.Answer(tag % 2);
            AnswerFlush(session);
            session.Transport[(tag + 1) % 2].Poll(session.Table, out _);
        };

        Assert.Equal(Errno.None, session.Table.Wait(request));
        session.Table.Return(request);
        Request next = session.Send();
        Assert.Equal(tag, next.Tag);
        session.Transport.Poll();
        Assert.Equal(RequestState.Sent, next.State);
        Assert.Equal(0, session.Table.Dropped);
    }

    /// <summary>Answers the Tflush on whatever ring it is, and nothing else. Returns the tag that it names.</summary>
    private static ushort AnswerFlush(RingsSession session)
    {
        for (int ring = 0; ring < session.Backend.Count; ring++)
        {
            byte[]? message = session.Backend[ring].Peek();
            if (message is not null && message[4] == (byte)MessageType.Tflush)
            {
                session.Backend[ring].Put(RingsSession.ReplyTo(BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5)), MessageType.Rflush));
                session.Backend[ring].Release(message.Length);
                return BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(7));
            }
        }

        throw new InvalidOperationException("no Tflush is visible");
    }
}
