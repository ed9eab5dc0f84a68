// Requests whose callers are gone (T2 to T11): the server is told to forget them, and nothing of them is used again before it has.
namespace NinePFs.Tests.Faults;

using System.Buffers.Binary;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Requests;
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
        Request request = Send(table), other = Send(table);

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
        Request request = Send(table);

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
        Request request = Send(table);
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
        Request request = Send(table);
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
        Request request = Send(table);
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
        Request request = Send(table);
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
        Request request = Send(table);
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
        Request request = Send(table);
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
        Request request = Send(table);
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
    public void T8_TflushOfATagThatNobodyHasDoesNoHarm()
    {
        var session = new LoopbackSession();
        Assert.Equal(Errno.None, session.Os.StatError("/"));
        RequestTable table = session.FileSystem.Requests;
        table.Probe();
        session.Transport.Poll();
        Assert.Equal(0, table.InUse);
        Assert.Equal(0, table.ProtocolErrors);
        session.End();
    }

    /// <summary>With and without a reply on the way; the server has done it in any case.</summary>
    [Theory]
    [InlineData(MessageType.Tlcreate, false)]
    [InlineData(MessageType.Tlcreate, true)]
    [InlineData(MessageType.Twalk, false)]
    [InlineData(MessageType.Twalk, true)]
    [InlineData(MessageType.Tlopen, false)]
    [InlineData(MessageType.Tlopen, true)]
    [InlineData(MessageType.Tmkdir, true)]
    [InlineData(MessageType.Tunlinkat, true)]
    [InlineData(MessageType.Tread, true)]
    [InlineData(MessageType.Twrite, true)]
    [InlineData(MessageType.Treaddir, true)]
    [InlineData(MessageType.Tgetattr, true)]
    public void T9_WhatWasDoneBeforeItWasForgottenIsThereAndNothingIsHeldForIt(MessageType type, bool isSilent)
    {
        var session = new LoopbackSession();
        session.Server.Tree.AddFile("f", new byte[100_000]);
        session.Server.Tree.AddFile("gone", new byte[10]);
        Act(session, type, out Errno usual);
        Assert.Equal(Errno.None, usual);
        if (type is MessageType.Tlcreate or MessageType.Tmkdir)
        {
            session.Os.Unlink("/new");
            session.Os.RemoveDirectory("/new");
        }

        session.Server.Tree.AddFile("gone", new byte[10]);
        session.Transport.KillsAt = type;
        session.Transport.Afterwards = (sent, reply) => sent == type && isSilent ? Delivery.Silence : new Delivery(reply);
        Act(session, type, out Errno killed);
        Assert.Equal(isSilent ? Errno.EINTR : Errno.None, killed);

        // As it is now, not as anybody remembers it.
        session.Transport.KillsAt = null;
        session.Transport.Afterwards = null;
        Assert.Equal(type is MessageType.Tlcreate or MessageType.Tmkdir ? Errno.None : Errno.ENOENT, session.Os.StatError("/new"));
        Assert.Equal(type == MessageType.Tunlinkat ? Errno.ENOENT : Errno.None, session.Os.StatError("/gone"));
        Assert.False(session.FileSystem.Requests.IsBroken);
        session.End();
    }

    [Theory]
    [InlineData(MessageType.Tread)]
    [InlineData(MessageType.Twrite)]
    public void ALongTransferEndsWithWhatWasUnderWay(MessageType type)
    {
        var session = new LoopbackSession(messageSize: 8192);
        session.Server.Tree.AddFile("f", new byte[100_000]);
        session.Server.Tree.AddFile("gone", []);
        Assert.Equal(Errno.None, session.Os.StatError("/f"));
        session.Transport.KillsAt = type;
        session.Transport.Forget();
        Act(session, type, out Errno error);
        Assert.Equal(Errno.None, error);
        Assert.InRange(session.Transport.CountOf(type), 1, RequestWindow.Depth);
        session.Transport.KillsAt = null;
        session.End();
    }

    [Fact]
    public void T10_TflushTakesATagThatDoesNotWaitBehindItsTarget()
    {
        for (int before = 0; before < 6; before++)
        {
            var transport = new FlushTransport(paths: 3);
            RequestTable table = new(transport, 16, null);
            for (int i = 0; i < before; i++)
            {
                table.Take();
            }

            Request request = Send(table);
            transport.WhileFlushing = () =>
            {
                Assert.NotEqual(request.Tag % 3, transport.Flush.Tag % 3);
                transport.Answer(transport.Flush);
            };

            Assert.Equal(Errno.EINTR, table.Wait(request));
            table.Return(request);
            Assert.Equal(before, table.InUse);
        }
    }

    [Fact]
    public void T10_WithASinglePathTflushIsSentAllTheSame()
    {
        var transport = new FlushTransport(paths: 1);
        RequestTable table = new(transport, 16, null);
        Request request = Send(table);
        transport.WhileFlushing = () => transport.Answer(transport.Flush);

        Assert.Equal(Errno.EINTR, table.Wait(request));
    }

    [Fact]
    public void T11_WithoutAFreeSlotOnAnotherPathOneIsWaitedFor()
    {
        var transport = new FlushTransport(requestLimit: 8);
        RequestTable table = new(transport, 8, null);
        var others = new List<Request>();
        Request request = Send(table);
        while (table.TryTakeReserved() is { } other)
        {
            others.Add(other);
        }

        int waits = 0;
        transport.WhileFull = () =>
        {
            // First one of the same path, which is of no use.
            Request back = others.Find(other => (other.Tag - request.Tag) % 2 == waits % 2)!;
            waits++;
            others.Remove(back);
            back.State = RequestState.Failed;
            table.Return(back);
        };
        transport.WhileFlushing = () => transport.Answer(transport.Flush);

        Assert.Equal(Errno.EINTR, table.Wait(request));
        Assert.Equal(2, waits);
        table.Return(request);
        Assert.Equal(others.Count, table.InUse);
    }

    [Fact]
    public void T11_TheRequestMayBeAnsweredWhileItsFlushWaitsForASlot()
    {
        var transport = new FlushTransport(requestLimit: 8);
        RequestTable table = new(transport, 8, null);
        Request request = Send(table);
        while (table.TryTakeReserved() is not null)
        {
        }

        transport.WhileFull = () => transport.Answer(request, new byte[153]);
        Assert.Equal(Errno.None, table.Wait(request));
        Assert.Equal(0, table.Flushed);
    }

    [Fact]
    public void ATransferOfBytesThatOthersNeedTooIsWaitedFor()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = Send(table);
        request.Payload = new SharedBytes();
        transport.WhileWaiting = () => transport.Answer(request, new byte[153]);

        Assert.Equal(Errno.None, table.Wait(request));
        Assert.Equal([MessageType.Tgetattr], transport.Sent);
    }

    [Fact]
    public void T11_WithoutASlotForTheFlushInTimeTheSessionEnds()
    {
        var transport = new FlushTransport(requestLimit: 8);
        RequestTable table = new(transport, 8, null);
        Request request = Send(table);
        while (table.TryTakeReserved() is not null)
        {
        }

        Assert.Equal(Errno.EIO, table.Wait(request));
        Assert.Equal(PoisonReason.FlushUnanswered, table.Broken);
        Assert.Equal(0, table.Flushed);
    }

    [Fact]
    public void ARequestThatTheServerHasNotSeenIsTakenBackWithoutAWord()
    {
        var transport = new FlushTransport();
        RequestTable table = new(transport, 16, null);
        Request request = Send(table);
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

    private static void Act(LoopbackSession session, MessageType type, out Errno error)
    {
        TestSystem os = session.Os;
        switch (type)
        {
            case MessageType.Tlcreate:
                Result<OpenFile> made = os.TryOpen("/new", OpenFlags.Create | OpenFlags.ReadWrite);
                error = Close(made);
                break;
            case MessageType.Twalk:
            case MessageType.Tlopen:
                error = Close(os.TryOpen("/f"));
                break;
            case MessageType.Tmkdir:
                error = os.MakeDirectory("/new");
                break;
            case MessageType.Tunlinkat:
                error = os.Unlink("/gone");
                break;
            case MessageType.Tgetattr:
                error = os.StatError("/f");
                break;
            case MessageType.Treaddir:
                OpenFile folder = os.Open("/", OpenFlags.Directory);
                error = folder.ReadDirectory(new ArrayBuffer(new byte[4096], IoDirection.FromFile)).Error;
                folder.Release();
                break;
            default:
                OpenFile file = os.Open("/f", OpenFlags.ReadWrite);
                var buffer = new ArrayBuffer(new byte[50_000], type == MessageType.Tread ? IoDirection.FromFile : IoDirection.ToFile);
                error = (type == MessageType.Tread ? file.Read(buffer) : file.Write(buffer)).Error;
                file.Release();
                break;
        }
    }

    private static Errno Close(Result<OpenFile> opened)
    {
        if (!opened.IsError)
        {
            opened.Value.Release();
        }

        return opened.Error;
    }

    private static Request Send(RequestTable table)
    {
        Request request = table.Take().Value;
        request.Type = MessageType.Tgetattr;
        request.MessageLength = WireWriter.Encode(request.Message.Bytes, request.WireTag, new Tgetattr(1, GetattrMask.Basic), 0).Value;
        request.ReplyHeaderLength = RequestTable.ReplyRoom;
        Assert.Equal(Errno.None, table.Submit(request));
        return request;
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
