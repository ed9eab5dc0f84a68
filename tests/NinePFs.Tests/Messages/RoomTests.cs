// A request's buffers hold the longest message and the longest reply there can be: a server must never find the reply room
// too small, because QEMU gives the device up then (FAULTS Q20).
namespace NinePFs.Tests.Messages;

using System.Linq;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class RoomTests
{
    private static readonly byte[] s_name = new byte[Limits.Name];

    private static readonly byte[] s_target = new byte[Limits.Path - 1];

    [Fact]
    public void LongestMessageFits()
    {
        AssertFits(new Tsymlink(1, s_name, s_target, 0));
        AssertFits(new Trenameat(1, s_name, 2, s_name));
        AssertFits(new Tattach(1, Wire9P.NoFid, s_name, s_target, 0));

        // Sixteen names out of one path of 4095 bytes.
        byte[] path = Enumerable.Repeat((byte)'a', Limits.Path - 1).ToArray();
        var names = new WalkNames(path);
        for (int index = 0; index < Limits.WalkNames; index++)
        {
            names.Add(index * 255, Limits.Name);
        }

        AssertFits(new Twalk(1, 2, names));
    }

    [Fact]
    public void LongestReplyFits()
    {
        byte[] qids = new byte[Limits.WalkNames * Wire9P.QidLength];
        Assert.True(LengthOf(new Rwalk(qids)) <= RequestTable.ReplyRoom);
        Assert.True(LengthOf(new Rreadlink(s_target)) <= RequestTable.ReplyRoom);
        Assert.True(LengthOf(default(Rgetattr)) <= RequestTable.ReplyRoom);
        Assert.True(LengthOf(default(Rstatfs)) <= RequestTable.ReplyRoom);
        Assert.True(LengthOf(new Rversion(0, new byte[64])) <= RequestTable.ReplyRoom);
    }

    [Fact]
    public void ErrorFitsInTheHeaderRoomOfARead() => Assert.Equal(Wire9P.ReadReplyHeaderLength, LengthOf(new Rlerror(5)));

    [Fact]
    public void RepliesHaveTheLengthsOfTheSpecification()
    {
        Assert.Equal(160, LengthOf(default(Rgetattr)));
        Assert.Equal(67, LengthOf(default(Rstatfs)));
        Assert.Equal(24, LengthOf(default(Rlopen)));
        Assert.Equal(20, LengthOf(default(Rattach)));
    }

    private static void AssertFits<TMessage>(in TMessage message)
        where TMessage : struct, IMessage<TMessage>, allows ref struct =>
        Assert.False(WireWriter.Encode(new byte[RequestTable.MessageRoom], 0, message, 0).IsError);

    private static int LengthOf<TMessage>(in TMessage message)
        where TMessage : struct, IMessage<TMessage>, allows ref struct =>
        WireWriter.Encode(new byte[8192], 0, message, 0).Value;
}
