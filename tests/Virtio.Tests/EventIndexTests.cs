// Notifications and interrupts happen when the other side asked for them, and only then (virtio 1.2 §2.7.7, §2.7.10).
namespace Virtio.Tests;

using NinePFs.Requests;
using Virtio.Tests.Fakes;
using Xunit;

public abstract class EventIndexTests(RingKind kind)
{
    [Fact]
    public void ABatchIsOneNotification()
    {
        var session = new Session(kind: kind);
        for (int i = 0; i < 5; i++)
        {
            session.Send();
        }

        Assert.Equal(0, session.Device.Notifications);
        session.Transport.Kick();
        session.Transport.Kick();
        Assert.Equal(1, session.Device.Notifications);
    }

    [Fact]
    public void ABusyDeviceIsNotDisturbed()
    {
        var session = new Session(kind: kind);
        session.Send();
        session.Transport.Kick();
        Assert.Equal(1, session.Device.Notifications);

        // It has not moved avail_event: it is still at work and will see the next one by itself.
        session.Send();
        session.Transport.Kick();
        Assert.Equal(1, session.Device.Notifications);

        session.Device.TakeAvailable();
        session.Send();
        session.Transport.Kick();
        Assert.Equal(2, session.Device.Notifications);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(0, 1)]
    [InlineData(3, 0)]
    [InlineData(-1, 0)]
    public void TheDeviceMayAskForALaterChain(int chain, int expected)
    {
        var session = new Session(kind: kind);
        session.Device.AskForNotification(chain);
        session.Send();
        session.Send();
        session.Send();
        session.Transport.Kick();
        Assert.Equal(expected, session.Device.Notifications);
    }

    [Fact]
    public void NoInterruptUntilArmedAndThenOne()
    {
        var session = new Session(kind: kind);
        Request[] requests = [session.Send(), session.Send(), session.Send(), session.Send()];
        var chains = session.Device.TakeAvailable();
        session.Reply(chains[0]);
        Assert.Equal(0, session.Device.Interrupts);
        session.Transport.Poll();

        Assert.False(session.Transport.Arm());
        session.Reply(chains[1]);
        session.Reply(chains[2]);
        Assert.Equal(1, session.Device.Interrupts);
        session.Transport.Poll();

        session.Transport.Disarm();
        session.Reply(chains[3]);
        Assert.Equal(1, session.Device.Interrupts);
        session.Transport.Poll();
        Assert.All(requests, request => Assert.Equal(RequestState.Received, request.State));
    }

    [Fact]
    public void ArmingTellsOfAnAnswerThatCameBefore()
    {
        var session = new Session(kind: kind);
        session.Send();
        session.Reply(session.Device.TakeAvailable()[0]);
        Assert.True(session.Transport.Arm());
        Assert.True(session.Transport.Poll());
        Assert.False(session.Transport.Arm());
    }

    [Fact]
    public void WithoutEventIndexTheFlagsDecide()
    {
        var session = new Session(hasEventIndex: false, kind: kind);
        session.Device.SetNoNotify(true);
        session.Send();
        session.Transport.Kick();
        Assert.Equal(0, session.Device.Notifications);
        session.Device.SetNoNotify(false);
        session.Send();
        session.Transport.Kick();
        Assert.Equal(1, session.Device.Notifications);

        var chains = session.Device.TakeAvailable();
        session.Reply(chains[0]);
        Assert.Equal(0, session.Device.Interrupts);
        Assert.True(session.Transport.Arm());
        session.Transport.Poll();
        session.Reply(chains[1]);
        Assert.Equal(1, session.Device.Interrupts);
        session.Transport.Poll();
        session.Transport.Disarm();
        session.Send();
        session.Reply(session.Device.TakeAvailable()[0]);
        Assert.Equal(1, session.Device.Interrupts);
    }
}

public sealed class SplitEventIndexTests() : EventIndexTests(RingKind.Split);

public sealed class LegacyEventIndexTests() : EventIndexTests(RingKind.Legacy);

public sealed class PackedEventIndexTests() : EventIndexTests(RingKind.Packed);
