// Replies whose frame is wrong (R1 to R14): the session is given up where nothing can be believed any more, else only the call fails.
namespace NinePFs.Tests.Faults;

using System;
using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Xunit;

public sealed class FramingFaultTests : IDisposable
{
    private readonly LoopbackSession _session = new();

    public FramingFaultTests()
    {
        _session.Server.Tree.AddFile("f", "hello"u8.ToArray());
        Assert.Equal(Errno.None, _session.Os.StatError("/f"));
    }

    public void Dispose() => _session.End(isHonest: false);

    private RequestTable Requests => _session.FileSystem.Requests;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public void R1_ReplyShorterThanAHeaderEndsTheSession(int length) =>
        AssertPoison(PoisonReason.ReplyTooShort, reply => new Delivery(reply[..length]));

    [Theory]
    [InlineData(159u)]
    [InlineData(161u)]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    public void R2_SizeFieldThatIsNotTheLengthEndsTheSession(uint size) =>
        AssertPoison(PoisonReason.ReplySizeMismatch, reply => Frames.WithSize(reply, size));

    [Fact]
    public void R3_ReplyLongerThanItsRoomEndsTheSession() =>
        AssertPoison(PoisonReason.ReplyTooLarge, reply => new Delivery(reply, RequestTable.ReplyRoom + 1));

    [Fact]
    public void R3_ReplyLongerThanMsizeEndsTheSession()
    {
        Requests.MessageSize = 4096;
        AssertPoison(PoisonReason.ReplyTooLarge, reply => Frames.Extend(reply, 4096 - reply.Length + 1));
    }

    [Fact]
    public void R4_UnknownTagOnAStreamIsDroppedAndTooManyEndTheSession()
    {
        Assert.Null(Requests.FindSent(3));
        Assert.Null(Requests.FindSent(0xFFFE));
        Assert.Null(Requests.FindSent(Wire9P.NoTag));
        for (int count = 1; count <= RequestTable.FaultLimit; count++)
        {
            Requests.CompleteByTag(3, 7);
            Assert.Equal(count, Requests.Dropped);
            Assert.False(Requests.IsBroken);
        }

        Requests.CompleteByTag(3, 7);
        Assert.True(Requests.IsBroken);
    }

    [Fact]
    public void R5_TagOfAnotherRequestEndsTheSession() =>
        AssertPoison(PoisonReason.WrongTag, reply => Frames.WithTag(reply, (ushort)(reply[5] + 1)));

    [Fact]
    public void R6_SecondReplyIsDroppedAndTheFreedRequestUntouched()
    {
        Request request = Requests.Take().Value;
        Requests.Return(request);
        for (int count = 1; count <= RequestTable.FaultLimit; count++)
        {
            Requests.Complete(request, 11);
            Assert.Equal(RequestState.Free, request.State);
            Assert.Equal(count, Requests.Dropped);
        }

        Assert.False(Requests.IsBroken);
        Requests.Complete(request, 11);
        Assert.True(Requests.IsBroken);
    }

    [Theory]
    [InlineData((byte)MessageType.Rread)]
    [InlineData((byte)MessageType.Rwalk)]
    public void R7_WrongReplyTypeFailsTheCallOnly(byte type) => AssertFails(reply => Frames.WithType(reply, type));

    [Theory]
    [InlineData((byte)MessageType.Tgetattr)]
    [InlineData((byte)0)]
    [InlineData((byte)255)]
    public void R8_TypeThatIsNoReplyFailsTheCallOnly(byte type) => AssertFails(reply => Frames.WithType(reply, type));

    [Fact]
    public void R7_TooManyWrongTypesEndTheSession()
    {
        _session.Transport.Afterwards = (type, reply) => type == MessageType.Tgetattr ? Frames.WithType(reply, 1) : new Delivery(reply);
        for (int count = 0; count <= RequestTable.FaultLimit; count++)
        {
            Assert.False(Requests.IsBroken);
            Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        }

        Assert.Equal(PoisonReason.WrongReplyType, Requests.Broken);
    }

    [Fact]
    public void R9_RerrorOfTheOlderDialectsIsAWrongType() =>
        AssertFails(reply => Frames.Make(reply, (MessageType)107, 2, 0, (byte)'n', (byte)'o', 2, 0, 0, 0));

    [Theory]
    [InlineData(0u)]
    [InlineData(4096u)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    public void R10_CodeThatIsNoErrnoIsEIO(uint code)
    {
        _session.Transport.Replace(MessageType.Tgetattr, reply => Frames.Make(reply, MessageType.Rlerror, BitConverter.GetBytes(code)));
        Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        Assert.False(Requests.IsBroken);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(116u)]
    [InlineData(4095u)]
    public void R10_EveryErrnoComesThrough(uint code)
    {
        _session.Transport.Replace(MessageType.Tgetattr, reply => Frames.Make(reply, MessageType.Rlerror, BitConverter.GetBytes(code)));
        Assert.Equal((Errno)code, _session.Os.StatError("/f"));
    }

    [Fact]
    public void R11_ErrorWithoutItsCodeIsEIO()
    {
        for (int length = 0; length < 4; length++)
        {
            _session.Transport.Replace(MessageType.Tgetattr, reply => Frames.Make(reply, MessageType.Rlerror, new byte[length]));
            Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        }
    }

    [Fact]
    public void R12_TrailingBytesAreAcceptedAndCounted()
    {
        _session.Transport.Replace(MessageType.Tgetattr, reply => Frames.Extend(reply, 5));
        Assert.Equal(5, _session.Os.Stat("/f").Size);
        Assert.Equal(1, Requests.TrailingBytes);
        Assert.Equal(0, Requests.ProtocolErrors);
    }

    [Fact]
    public void R13_ReplyCutAtAnyByteIsEIO()
    {
        // What is not in its fields is not believed: a fresh session for each, because too many end one.
        for (int length = Wire9P.HeaderLength; length < 160; length++)
        {
            var session = new LoopbackSession();
            session.Server.Tree.AddFile("f");
            session.Transport.Replace(MessageType.Tgetattr, reply => Frames.Cut(reply, length));
            Assert.Equal(Errno.EIO, session.Os.StatError("/f"));
            Assert.Equal(1, session.FileSystem.Requests.ProtocolErrors);
            Assert.False(session.FileSystem.Requests.IsBroken);
            Assert.Equal(Errno.None, session.Os.StatError("/f"));
            session.End();
        }
    }

    [Fact]
    public void R14_VersionReplyWithATagIsRefused()
    {
        var session = new LoopbackSession();
        session.Transport.Replace(MessageType.Tversion, reply => Frames.WithTag(reply, 0));
        MountFailure failure = session.FileSystem.Mount(MountOptions.Default);
        Assert.Equal(MountStep.Version, failure.Step);
        Assert.Equal(Errno.EIO, failure.Error);
        session.AssertNothingIsHeld();
    }

    [Fact]
    public void Q4_BuffersGivenBackEmptyFailTheCallOnly()
    {
        _session.Transport.Replace(MessageType.Tgetattr, reply => new Delivery(reply, 0));
        Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        Assert.False(Requests.IsBroken);
        Assert.Equal(Errno.None, _session.Os.StatError("/f"));
    }

    private void AssertFails(Func<byte[], Delivery> bend)
    {
        _session.Transport.Replace(MessageType.Tgetattr, bend);
        Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        Assert.Equal(1, Requests.ProtocolErrors);
        Assert.False(Requests.IsBroken);
        Assert.Equal(Errno.None, _session.Os.StatError("/f"));
    }

    private void AssertPoison(PoisonReason reason, Func<byte[], Delivery> bend)
    {
        _session.Transport.Replace(MessageType.Tgetattr, bend);
        Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        Assert.Equal(reason, Requests.Broken);
        Assert.Equal(reason, _session.Transport.Poisoned);
        int sent = _session.Transport.Sent.Count;
        Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        Assert.Equal(sent, _session.Transport.Sent.Count);
    }
}
