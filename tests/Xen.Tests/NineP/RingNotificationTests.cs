// When the other side of the rings is rung: for messages, and for replies that were consumed.
namespace Xen.Tests.NineP;

using System;
using System.Buffers.Binary;
using Xunit;

public sealed class RingNotificationTests
{
    [Fact]
    public void BatchIsOneNotificationForEachRingThatHasSomething()
    {
        var session = new RingsSession(rings: 4);
        for (int count = 0; count < 6; count++)
        {
            session.Send();
        }

        session.Table.Kick();
        session.Table.Kick();
        Assert.All(session.Channels, channel => Assert.Equal(1, channel.Notifications));
    }

    /// <summary>It may wait for the room, and looks again only when it is rung.</summary>
    [Fact]
    public void BackendThatOwesRepliesIsRungForEveryReplyThatIsConsumed()
    {
        var session = new RingsSession(rings: 2, order: 3);
        for (int count = 0; count < 8; count++)
        {
            session.Send();
        }

        session.Table.Kick();
        for (int count = 0; count < 3; count++)
        {
            byte[] message = session.Backend[0].Take()!;
            session.Backend[0].Put(RingsSession.ReplyTo(BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5))));
            session.Transport.Poll();
            Assert.Equal(2 + count, session.Channels[0].Notifications);
        }

        Assert.Equal(1, session.Channels[1].Notifications);
    }

    /// <summary>It cannot wait for anything, and ringing would only take its time; but it is told, once, of every consumption.</summary>
    [Fact]
    public void BackendThatOwesNothingIsRungWithTheNextMessageOrBeforeTheProcessorHalts()
    {
        var session = new RingsSession(rings: 1, order: 2);
        session.Send();
        session.Table.Kick();
        session.Answer(0);
        session.Transport.Poll();
        Assert.Equal(1, session.Channels[0].Notifications);
        session.Send();
        session.Table.Kick();
        Assert.Equal(2, session.Channels[0].Notifications);
        session.Answer(0);
        session.Transport.Poll();
        Assert.Equal(2, session.Channels[0].Notifications);
        session.Table.Kick();
        Assert.Equal(2, session.Channels[0].Notifications);
        session.Transport.KickForRoom();
        session.Transport.KickForRoom();
        Assert.Equal(3, session.Channels[0].Notifications);
    }

    /// <summary>It has answered everything and sleeps: nothing else will make it look.</summary>
    [Fact]
    public void BackendIsToldOfARequestThatHadToWait()
    {
        var session = new RingsSession(rings: 1, order: 2);
        for (int count = 0; count < 3; count++)
        {
            session.Send(replyRoom: 4000);
        }

        session.Table.Kick();
        Assert.Equal(1, session.Transport[0].Waiting);
        session.Answer(0);
        session.Transport.Poll();
        Assert.Equal(1, session.Transport[0].InFlight);
        Assert.Equal(2, session.Channels[0].Notifications);
    }
}
