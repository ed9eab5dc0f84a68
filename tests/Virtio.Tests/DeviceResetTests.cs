// A device that is reset, comes up again, does not, or is pulled out with everything pending (Q12, Q13, Q17).
namespace Virtio.Tests;

using System.Collections.Generic;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class DeviceResetTests
{
    [Theory]
    [InlineData(RingKind.Split)]
    [InlineData(RingKind.Legacy)]
    [InlineData(RingKind.Packed)]
    public void Q12_AfterAResetTheRingIsAsNew(RingKind kind)
    {
        var session = new Session(size: 8, kind: kind);
        for (int round = 0; round < 5; round++)
        {
            Request answered = session.Send();
            Request other = session.Send();
            List<Chain> chains = session.Device.TakeAvailable();
            Assert.Equal(2, chains.Count);
            session.Reply(chains[0]);
            Assert.True(session.Transport.Poll());
            session.Table.Return(answered);
            Request pending = session.Send();

            session.Device.IsBroken = true;
            session.Transport.CheckDevice();
            Assert.Equal(Errno.EIO, pending.Failure);
            Assert.Equal(0, session.Transport.InFlight);
            Assert.Equal(Errno.None, session.Table.Restart());
            Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
            session.Table.Return(other);
            session.Table.Return(pending);
        }

        Assert.Equal(5, session.Device.Restarts);
        Assert.Equal(0, session.Table.InUse);
    }

    /// <summary>Whoever asked for interrupts, for threads that sleep while another computes, need not know of a reset.</summary>
    [Theory]
    [InlineData(RingKind.Split, true)]
    [InlineData(RingKind.Legacy, false)]
    [InlineData(RingKind.Packed, true)]
    [InlineData(RingKind.Packed, false)]
    public void Q12_AfterAResetItInterruptsAsBefore(RingKind kind, bool hasEventIndex)
    {
        var session = new Session(size: 8, kind: kind, hasEventIndex: hasEventIndex);
        for (int round = 0; round < 4; round++)
        {
            bool isArmed = round % 2 == 0;
            if (isArmed)
            {
                session.Transport.Arm();
            }
            else
            {
                session.Transport.Disarm();
            }

            session.Device.IsBroken = true;
            session.Transport.CheckDevice();
            Assert.Equal(Errno.None, session.Table.Restart());
            int before = session.Device.Interrupts;
            Request request = session.Send();
            session.Reply(session.Device.TakeAvailable()[0]);
            Assert.Equal(isArmed, session.Device.Interrupts != before);
            Assert.True(session.Transport.Poll());
            session.Table.Return(request);
        }
    }

    [Theory]
    [InlineData(RingKind.Split)]
    [InlineData(RingKind.Packed)]
    public void Q17_PulledOutWithSixtyFourPendingEachIsEIO(RingKind kind)
    {
        var session = new Session(size: 64, segments: 4, kind: kind);
        var requests = new List<Request>();
        for (int index = 0; index < 64; index++)
        {
            requests.Add(session.Send());
        }

        Assert.Equal(64, session.Transport.InFlight);
        session.Device.IsBroken = true;
        session.Device.Recovers = false;
        session.Transport.CheckDevice();
        Assert.All(requests, request => Assert.Equal((RequestState.Failed, Errno.EIO), (request.State, request.Failure)));
        Assert.Equal(0, session.Transport.InFlight);
        Assert.Equal(1, session.Device.Stops);
        foreach (Request request in requests)
        {
            session.Table.Return(request);
        }

        Assert.Equal(0, session.Table.InUse);
        Assert.Equal(0, session.Table.Quarantined);
        Assert.Equal(Errno.EIO, session.Table.Restart());
        Assert.True(session.Table.IsBroken);
        Assert.Null(session.Table.TryTake());
    }

    [Fact]
    public void Q13_WhatTheDeviceKeepsIsNeverUsedAgain()
    {
        var session = new Session(size: 16);
        Request first = session.Send(), second = session.Send();
        session.Device.LetsGo = false;
        session.Table.Poison(PoisonReason.DeviceNeedsReset);
        Assert.True(first.IsQuarantined && second.IsQuarantined);
        session.Table.Return(first);
        session.Table.Return(second);
        Assert.Equal(2, session.Table.Quarantined);
        Assert.Equal(0, session.Table.InUse);
        Assert.Equal(Errno.EIO, session.Table.Restart());
        Assert.Equal(0, session.Device.Restarts);
        Assert.True(session.Transport.IsAbandoned);
    }

    [Fact]
    public void Q13_ADeviceThatRefusesToComeUpAndKeepsTheRingIsAbandoned()
    {
        var session = new Session();
        session.Table.Poison(PoisonReason.DeviceNeedsReset);
        session.Device.Recovers = false;
        session.Device.LetsGo = false;
        Assert.Equal(Errno.EIO, session.Table.Restart());
        Assert.Equal(Errno.EIO, session.Table.Restart());
        Assert.Equal(1, session.Device.Restarts);
    }

    [Fact]
    public void Q12_ADeviceThatComesUpAtTheSecondTryIsUsed()
    {
        var session = new Session();
        session.Table.Poison(PoisonReason.DeviceNeedsReset);
        session.Device.Recovers = false;
        Assert.Equal(Errno.EIO, session.Table.Restart());
        session.Device.Recovers = true;
        Assert.Equal(Errno.None, session.Table.Restart());
        Request request = session.Send();
        session.Reply(Assert.Single(session.Device.TakeAvailable()));
        Assert.True(session.Transport.Poll());
        Assert.Equal(RequestState.Received, request.State);
        session.Table.Return(request);
    }
}
