// A long life with a device that now and then does something else than it should, from a fixed seed.
namespace Virtio.Tests;

using System;
using System.Collections.Generic;
using NinePFs;
using NinePFs.Requests;
using Virtio.Tests.Fakes;
using Xunit;

public abstract class RandomDeviceTests(RingKind kind)
{
    [Fact]
    public void AnHonestDeviceInAnyOrderLosesNoRequest()
    {
        var random = new Random(9);
        var session = new Session(size: 32, memory: 2 << 20, kind: kind);
        var atDevice = new List<Chain>();
        var requests = new List<Request>();
        ulong sent = 0;
        for (int step = 0; step < 200_000; step++)
        {
            switch (random.Next(4))
            {
                case 0 when session.Table.InUse < session.Table.Capacity:
                    requests.Add(session.Send());
                    sent++;
                    break;
                case 1:
                    session.Transport.Kick();
                    atDevice.AddRange(session.Device.TakeAvailable());
                    break;
                case 2 when atDevice.Count > 0:
                    int which = random.Next(atDevice.Count);
                    session.Reply(atDevice[which]);
                    atDevice.RemoveAt(which);
                    break;
                default:
                    session.Transport.Poll();
                    requests.RemoveAll(request => ReturnIfReceived(session, request));
                    break;
            }
        }

        atDevice.AddRange(session.Device.TakeAvailable());
        atDevice.ForEach(session.Reply);
        session.Transport.Poll();
        requests.RemoveAll(request => ReturnIfReceived(session, request));
        Assert.Empty(requests);
        Assert.Equal(sent, session.Table.Received);
        Assert.Equal(0, session.Table.InUse);
        Assert.Equal(0, session.Transport.InFlight);
        Assert.Equal(PoisonReason.None, session.Transport.Poisoned);
    }

    /// <summary>RingMemory throws at any access outside the driver's part: a run that ends is a run without one.</summary>
    [Fact]
    public void AHostileDeviceEndsTheSessionAndNothingElse()
    {
        var random = new Random(2000);
        var ends = new Dictionary<PoisonReason, int>();
        int steps = 0;
        while (steps < 500_000)
        {
            var session = new Session(size: 8, segments: 4, memory: 1 << 18, hasEventIndex: random.Next(2) == 0, kind: kind);
            var requests = new List<Request>();
            var atDevice = new List<Chain>();
            for (int life = 0; life < 20_000 && session.Transport.Poisoned == PoisonReason.None; life++, steps++)
            {
                Step(session, requests, atDevice, random);
            }

            PoisonReason end = session.Transport.Poisoned;
            ends[end] = ends.GetValueOrDefault(end) + 1;
            Assert.Equal(end == PoisonReason.None ? 0 : 1, session.Device.Stops);
            Assert.True(end == PoisonReason.None || requests.TrueForAll(request => request.State != RequestState.Sent));
            Assert.True(end == PoisonReason.None || session.Transport.InFlight == 0);
        }

        Assert.Contains(PoisonReason.UsedIdOutOfRange, ends.Keys);
        Assert.Contains(PoisonReason.UsedIdNotPending, ends.Keys);
        Assert.Contains(PoisonReason.UsedIndexJump, ends.Keys);
        Assert.Contains(PoisonReason.UsedLengthTooLarge, ends.Keys);
        Assert.Contains(PoisonReason.UsedLengthTooShort, ends.Keys);
    }

    private static void Step(Session session, List<Request> requests, List<Chain> atDevice, Random random)
    {
        switch (random.Next(6))
        {
            case 0 or 1 when session.Table.InUse < session.Table.Capacity:
                requests.Add(session.Send());
                atDevice.AddRange(session.Device.TakeAvailable());
                break;
            case 2 when atDevice.Count > 0:
                int which = random.Next(atDevice.Count);
                session.Reply(atDevice[which]);
                atDevice.RemoveAt(which);
                break;
            case 3:
                session.Device.ScribbleSomewhere(random);
                break;
            case 4 when random.Next(500) == 0:
                session.Device.Lie(random);
                break;
            default:
                session.Transport.Kick();
                session.Transport.Poll();
                requests.RemoveAll(request => ReturnIfDone(session, request));
                break;
        }
    }

    private static bool ReturnIfReceived(Session session, Request request)
    {
        Assert.NotEqual(RequestState.Failed, request.State);
        return ReturnIfDone(session, request);
    }

    private static bool ReturnIfDone(Session session, Request request)
    {
        if (request.IsDone)
        {
            session.Table.Return(request);
            return true;
        }

        return false;
    }
}

public sealed class SplitRandomDeviceTests() : RandomDeviceTests(RingKind.Split);

public sealed class LegacyRandomDeviceTests() : RandomDeviceTests(RingKind.Legacy);

public sealed class PackedRandomDeviceTests() : RandomDeviceTests(RingKind.Packed);
