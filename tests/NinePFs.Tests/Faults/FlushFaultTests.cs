// Requests whose callers are gone (T2 to T7): the server is told to forget them, and nothing of them is used again before it has.
// FlushSlotTests has which slot a Tflush takes.
namespace NinePFs.Tests.Faults;

using System.Buffers.Binary;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Tests.Requests;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class FlushFaultTests
{
    [Fact]
    public void T2_ARequestThatIsNeverAnsweredIsFlushedAndThenTheSessionEnds()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table), other = TestRequests.Send(table);

        Assert.Equal(Errno.EIO, table.Wait(request));
        Assert.Equal([MessageType.Tgetattr, MessageType.Tgetattr, MessageType.Tflush], transport.Sent);
        Assert.Equal(PoisonReason.FlushUnanswered, table.Broken);
        Assert.Equal(RequestState.Failed, other.State);
        table.Return(request);
        table.Return(other);
        Assert.Equal(0, table.InUse);
    }

    [Fact]
    public void T2_WhatADeviceDoesNotLetGoOfIsNeverUsedAgain()
    {
        var transport = new FlushTransport(isQueue: true) { LetsGo = false };
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);

        Assert.Equal(Errno.EIO, table.Wait(request));
        Assert.True(request.IsQuarantined);
        table.Return(request);
        Assert.Equal(2, table.Quarantined);
        Assert.Equal(0, table.InUse);
    }

    [Fact]
    public void T3_AReplyThatComesBeforeRflushCountsAndRflushIsWaitedForStill()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        var order = new List<string>();
        transport.WhileFlushing = () =>
        {
            if (!request.IsDone)
            {
                transport.Answer(request, new byte[153]);
                order.Add("reply");
            }
            else
            {
                Assert.NotNull(transport.Flush);
                order.Add("Rflush");
                transport.Answer(transport.Flush);
            }
        };
        transport.WhileFlushing = Repeat(transport.WhileFlushing, 2);

        Assert.Equal(Errno.None, table.Wait(request));
        Assert.Equal(RequestState.Received, request.State);
        Assert.Equal(["reply", "Rflush"], order);
        Assert.Empty(transport.Forgotten);
        table.Return(request);
        Assert.Equal(0, table.InUse);
        Assert.False(table.IsBroken);
    }

    [Fact]
    public void T4_RflushWithoutTheReplyEndsTheRequestWithEINTRAndItsTagIsFree()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        transport.WhileFlushing = () =>
        {
            Assert.Equal(request.WireTag, BinaryPrimitives.ReadUInt16LittleEndian(transport.Flush.Message.Bytes[7..]));
            Assert.Equal(RequestState.Sent, request.State);
            transport.Answer(transport.Flush);
        };

        Assert.Equal(Errno.EINTR, table.Wait(request));
        Assert.Equal([request], transport.Forgotten);
        table.Return(request);
        Assert.Equal(0, table.InUse);
        Assert.Equal(1, table.Flushed);
        Assert.False(table.IsBroken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void T4_AQueueHandsTheBuffersBackEmptyBeforeOrAfterRflush(bool isBefore)
    {
        var transport = new FlushTransport(isQueue: true);
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        int step = isBefore ? 0 : 1;
        transport.WhileFlushing = () =>
        {
            if (step++ % 2 == 0)
            {
                transport.HandBack(request);
            }
            else
            {
                transport.Answer(transport.Flush);
            }
        };
        transport.WhileFlushing = isBefore ? Repeat(transport.WhileFlushing, 2) : transport.WhileFlushing;

        Assert.Equal(Errno.EINTR, table.Wait(request));
        table.Return(request);
        Assert.Equal(0, table.InUse);
        Assert.False(table.IsBroken);
    }

    [Fact]
    public void T4_AServerThatSaysRflushAtOnceAndAnswersLaterIsWaitedForOnAQueue()
    {
        var transport = new FlushTransport(isQueue: true);
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        transport.WhileFlushing = () =>
        {
            if (transport.Flush is not null)
            {
                transport.Answer(transport.Flush);
            }
            else
            {
                transport.Answer(request, new byte[153]);
            }
        };

        Assert.Equal(Errno.None, table.Wait(request));
        table.Return(request);
        Assert.Equal(0, table.InUse);
    }

    [Fact]
    public void T5_RflushThatNeverComesEndsTheSession()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        transport.WhileFlushing = () =>
        {
            // The request is answered, its tag is nevertheless not free.
            if (!request.IsDone)
            {
                transport.Answer(request, new byte[153]);
            }
        };

        Assert.Equal(Errno.None, table.Wait(request));
        Assert.Equal(PoisonReason.FlushUnanswered, table.Broken);
        table.Return(request);
        Assert.Equal(0, table.InUse);
    }

    [Theory]
    [InlineData(MessageType.Rlerror)]
    [InlineData(MessageType.Rclunk)]
    public void T6_AnErrorOrAnotherReplyToTflushEndsTheSession(MessageType type)
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        transport.WhileFlushing = () => transport.Answer(transport.Flush, type, 5, 0, 0, 0);

        Assert.Equal(Errno.EIO, table.Wait(request));
        Assert.Equal(PoisonReason.FlushUnanswered, table.Broken);
        table.Return(request);
        Assert.Equal(0, table.InUse);
    }

    [Fact]
    public void T7_TheOldReplyAfterRflushIsDroppedAndCounted()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        transport.WhileFlushing = () => transport.Answer(transport.Flush);
        table.Wait(request);

        table.CompleteByTag(request.WireTag, 160);
        Assert.Equal(1, table.Dropped);
        Assert.Equal(RequestState.Failed, request.State);
        table.Return(request);
        table.CompleteByTag(request.WireTag, 160);
        Assert.Equal(2, table.Dropped);
        Assert.False(table.IsBroken);
    }

    [Fact]
    public void ATransferOfBytesThatOthersNeedTooIsWaitedFor()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        request.Payload = new SharedBytes();
        transport.WhileWaiting = () => transport.Answer(request, new byte[153]);

        Assert.Equal(Errno.None, table.Wait(request));
        Assert.Equal([MessageType.Tgetattr], transport.Sent);
    }

    [Fact]
    public void ARequestThatTheServerHasNotSeenIsTakenBackWithoutAWord()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = TestRequests.Send(table);
        transport.Unseen.Add(request);

        Assert.Equal(Errno.EINTR, table.Wait(request));
        Assert.Equal([MessageType.Tgetattr], transport.Sent);
        table.Return(request);
        Assert.Equal(0, table.InUse);
    }

    private sealed class SharedBytes() : ArrayBuffer(new byte[1], IoDirection.ToFile)
    {
        public override bool IsOnlyForCaller => false;
    }

    /// <summary>All in one wait.</summary>
    private static System.Action Repeat(System.Action step, int times) => () =>
    {
        for (int i = 0; i < times; i++)
        {
            step();
        }
    };
}
