// The table of requests: tags, order of answers, waiting in line, and the reserve that keeps a Tclunk from waiting for ever.
namespace NinePFs.Tests.Requests;

using System;
using System.Collections.Generic;
using System.Linq;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Xunit;

public sealed class RequestTableTests
{
    /// <summary>Holds what was submitted until the test answers.</summary>
    private sealed class HeldTransport(int requestLimit) : TestTransport(4096, requestLimit)
    {
        public List<Request> Held { get; } = new();

        public Action? WhileWaiting { get; set; }

        public int Wakes => ((TestWaiter)Waiter).Wakes;

        public override Errno Submit(Request request)
        {
            request.State = RequestState.Sent;
            Held.Add(request);
            return Errno.None;
        }

        public void Answer(Request request, byte[] reply)
        {
            Held.Remove(request);
            Deliver(request, new Delivery(reply));
        }

        protected override Errno Wait(Request request, WaitLimit limit)
        {
            WhileWaiting!();
            return TestWaiter.ResultOf(request, limit);
        }

        protected override Errno WaitForFree(WaitLimit limit)
        {
            WhileWaiting!();
            return Errno.None;
        }

        protected override Delivery Answer(ReadOnlySpan<byte> message) => Delivery.Lost;
    }

    [Fact]
    public void T1_SixtyFourRequestsAreAnsweredInAnyOrder()
    {
        var random = new Random(9);
        for (int round = 0; round < 50; round++)
        {
            var transport = new HeldTransport(80);
            var table = new RequestTable(transport, 80, null);
            Request[] sent = Enumerable.Range(0, 64).Select(fid => TestRequests.Send(table, (uint)fid)).ToArray();
            Assert.Equal(64, table.InUse);
            Assert.Equal(64, sent.Select(request => request.Tag).Distinct().Count());
            foreach (Request request in sent.OrderBy(_ => random.Next()).ToArray())
            {
                uint fid = BitConverter.ToUInt32(request.Message.Bytes[7..]);
                transport.Answer(request, MemoryServer.Reply(request.Tag, new Rgetattr { Size = fid }));
            }

            for (int fid = 0; fid < 64; fid++)
            {
                Assert.Equal(Errno.None, table.Wait(sent[fid]));
                Assert.Equal((ulong)fid, BitConverter.ToUInt64(sent[fid].Reply.Bytes[56..]));
                table.Return(sent[fid]);
            }

            Assert.Equal(0, table.InUse);
            Assert.Equal(0ul, table.Waited);
        }
    }

    [Fact]
    public void TagIsNotReusedBeforeItsAnswer()
    {
        var transport = new HeldTransport(8);
        var table = new RequestTable(transport, 8, null);
        var sent = new List<Request>();
        for (Request? request = TestRequests.Send(table, 0); request is not null; request = table.TryTake())
        {
            sent.Add(request);
        }

        Assert.Equal(sent.Count, sent.Select(request => request.Tag).Distinct().Count());
        Assert.Equal(7, sent.Count);
        Assert.NotNull(table.TryTakeReserved());
        Assert.Null(table.TryTakeReserved());
    }

    [Fact]
    public void CapacityIsTheSmallerOfWishAndTransport()
    {
        Assert.Equal(8, new RequestTable(new HeldTransport(8), 100, null).Capacity);
        Assert.Equal(10, new RequestTable(new HeldTransport(80), 10, null).Capacity);
    }

    [Fact]
    public void CallersWaitInTheOrderTheyCame()
    {
        var transport = new HeldTransport(4);
        var table = new RequestTable(transport, 4, null);
        Request[] first = [TestRequests.Send(table, 0), TestRequests.Send(table, 1), TestRequests.Send(table, 2)];
        var served = new List<string>();
        int depth = 0;

        // Each wait is a place where other threads run: the second caller comes while the first sleeps.
        transport.WhileWaiting = () =>
        {
            depth++;
            if (depth == 1)
            {
                Request second = table.Take().Value;
                served.Add("second");
                table.Return(second);
                return;
            }

            if (depth == 2)
            {
                // A slot comes free while both wait: it is the first one's, so the second looks and sleeps again.
                transport.Answer(first[0], MemoryServer.Error(first[0].Tag, Errno.EIO));
                table.Return(first[0]);
                return;
            }

            Assert.Fail("the one who came first is asleep below this frame, so the second must not have been served");
        };

        // The second caller is a frame above the first and can never be served before it: its wait must come to depth 3.
        Assert.ThrowsAny<Exception>(() => table.Take());
        Assert.Empty(served);
        Assert.Equal(3, depth);
    }

    [Fact]
    public void WaiterIsServedWhenASlotComesBack()
    {
        var transport = new HeldTransport(4);
        var table = new RequestTable(transport, 4, null);
        Request[] sent = [TestRequests.Send(table, 0), TestRequests.Send(table, 1), TestRequests.Send(table, 2)];
        transport.WhileWaiting = () =>
        {
            transport.Answer(sent[1], MemoryServer.Error(sent[1].Tag, Errno.EIO));
            table.Return(sent[1]);
        };
        Assert.Equal(sent[1].Tag, table.Take().Value.Tag);
    }

    [Fact]
    public void WaiterIsSentAwayWhenTheSessionEnds()
    {
        var transport = new HeldTransport(4);
        var table = new RequestTable(transport, 4, null);
        Request[] sent = [TestRequests.Send(table, 0), TestRequests.Send(table, 1), TestRequests.Send(table, 2)];
        transport.WhileWaiting = () => table.Poison(PoisonReason.DeviceNeedsReset);
        Assert.Equal(Errno.EIO, table.Take().Error);
        Assert.All(sent, request => Assert.Equal(RequestState.Failed, request.State));
        Assert.All(sent, request => Assert.Equal(Errno.EIO, table.Wait(request)));
        Array.ForEach(sent, table.Return);
        Assert.Equal(0, table.InUse);
        Assert.Equal(Errno.EIO, table.Take().Error);
    }

    [Fact]
    public void WaiterOfABrokenSessionDoesNotHoldUpTheNext()
    {
        var transport = new HeldTransport(4) { CanRestart = true };
        var table = new RequestTable(transport, 4, null);
        Request[] sent = [TestRequests.Send(table, 0), TestRequests.Send(table, 1), TestRequests.Send(table, 2)];
        int waits = 0;
        transport.WhileWaiting = () =>
        {
            Assert.True(waits++ == 0, "asleep for ever: its turn has been given to somebody else");
            table.Poison(PoisonReason.DeviceNeedsReset);
            Array.ForEach(sent, table.Return);

            // Others run before it does: one finds the session broken, one sets it up again.
            Assert.Equal(Errno.EIO, table.Take().Error);
            Assert.Equal(Errno.None, table.Restart());
            Array.ForEach(new[] { TestRequests.Send(table, 0), TestRequests.Send(table, 1) }, request => Assert.Equal(RequestState.Sent, request.State));
        };
        Assert.Equal(Errno.EIO, table.Take().Error);
        Assert.Equal(Errno.None, table.Take().Error);
        Assert.Equal(1, waits);
    }

    [Fact]
    public void StreamFindsTheVersionRequestByNoTag()
    {
        var transport = new HeldTransport(4);
        var table = new RequestTable(transport, 4, null);
        Request request = table.Take().Value;
        request.WireTag = Wire9P.NoTag;
        Assert.Null(table.FindSent(Wire9P.NoTag));
        Assert.Equal(Errno.None, table.Submit(request));
        Assert.Same(request, table.FindSent(Wire9P.NoTag));
        Assert.Null(table.FindSent(request.Tag));
    }

    [Fact]
    public void EverySleeperIsWokenAtAnAnswerAndAtAReturn()
    {
        var transport = new HeldTransport(4);
        var table = new RequestTable(transport, 4, null);
        Request request = TestRequests.Send(table, 0);
        transport.Answer(request, MemoryServer.Error(request.Tag, Errno.EIO));
        Assert.Equal(1, transport.Wakes);
        table.Return(request);
        Assert.Equal(2, transport.Wakes);
    }
}
