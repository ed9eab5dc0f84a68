// Faults while mounting (V1 to V3, A1): the mount fails with its step and errno, and leaves nothing behind.
namespace NinePFs.Tests.Faults;

using System.Text;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Xunit;

public sealed class SessionFaultTests
{
    private readonly LoopbackSession _session = new();

    [Theory]
    [InlineData(0u)]
    [InlineData(23u)]
    [InlineData(4095u)]
    [InlineData((512u << 10) + 1)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFFFFFFFFu)]
    public void V1_ImpossibleMsizeIsRefused(uint answer)
    {
        _session.Transport.Replace(MessageType.Tversion, reply => Frames.With32(reply, 7, answer));
        AssertRefused(MountStep.MessageSize, Errno.EPROTO, "impossible msize");
    }

    [Theory]
    [InlineData(0u, 512u << 10)]
    [InlineData(8192u, 8192u)]
    [InlineData(1u << 30, 512u << 10)]
    public void V1_AskedIsTheSmallerOfWishAndTransport(uint wish, uint expected)
    {
        MountOptions options = MountOptions.Default;
        options.MessageSize = wish;
        Assert.False(_session.FileSystem.Mount(in options).IsFailure);
        Assert.Equal(expected, _session.Server.MessageSize);
        Assert.Equal((int)expected, _session.FileSystem.Requests.MessageSize);
        ReleaseRoot();
    }

    [Fact]
    public void V1_SmallerAnswerIsUsed()
    {
        _session.Server.MessageSizeLimit = 10_000;
        Assert.False(_session.FileSystem.Mount(MountOptions.Default).IsFailure);
        Assert.Equal(10_000, _session.FileSystem.Requests.MessageSize);
        ReleaseRoot();
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("9P2000")]
    [InlineData("9P2000.u")]
    [InlineData("9P2000.L.more")]
    public void V2_OtherDialectIsRefused(string version)
    {
        _session.Transport.ReplaceUnseen(
            MessageType.Tversion,
            _ => new Delivery(MemoryServer.Reply(Wire9P.NoTag, new Rversion(8192, Encoding.ASCII.GetBytes(version)))));
        AssertRefused(MountStep.Dialect, Errno.EPROTONOSUPPORT, "does not speak 9P2000.L");
    }

    [Fact]
    public void V3_ErrorToVersionIsRefused()
    {
        _session.Transport.ReplaceUnseen(MessageType.Tversion, _ => new Delivery(MemoryServer.Error(Wire9P.NoTag, Errno.EMSGSIZE)));
        AssertRefused(MountStep.Version, Errno.EMSGSIZE, "did not accept Tversion (errno 90)");
    }

    [Fact]
    public void A1_RefusedAttachFreesTheFid()
    {
        _session.Transport.ReplaceUnseen(MessageType.Tattach, message => new Delivery(MemoryServer.Error(message[5], Errno.EACCES)));
        AssertRefused(MountStep.Attach, Errno.EACCES, "refused Tattach (errno 13)");
        Assert.Equal(0, _session.Transport.CountOf(MessageType.Tclunk));
    }

    [Fact]
    public void A1_RootThatIsNoDirectoryIsRefusedAndClunked()
    {
        _session.Transport.Replace(MessageType.Tattach, reply =>
        {
            reply[7] = 0;
            return new Delivery(reply);
        });
        AssertRefused(MountStep.RootNotDirectory, Errno.ENOTDIR, "not a directory");
        Assert.Equal(0, _session.Server.FidCount);
    }

    [Fact]
    public void A1_CutAttachIsRefusedAndClunked()
    {
        _session.Transport.Replace(MessageType.Tattach, reply => Frames.Cut(reply, 19));
        AssertRefused(MountStep.Attach, Errno.EIO, "refused Tattach");
        Assert.Equal(0, _session.Server.FidCount);
    }

    [Fact]
    public void FailedMountCanBeTriedAgain()
    {
        _session.Transport.ReplaceUnseen(MessageType.Tattach, message => new Delivery(MemoryServer.Error(message[5], Errno.EACCES)));
        Assert.True(_session.FileSystem.Mount(MountOptions.Default).IsFailure);
        Assert.False(_session.FileSystem.Mount(MountOptions.Default).IsFailure);
        ReleaseRoot();
    }

    [Fact]
    public void TooFewNodesIsAMountError()
    {
        NinePCapacity capacity = LoopbackSession.Small;
        capacity.Nodes = 0;
        var session = new LoopbackSession(capacity: capacity);
        Assert.Equal(MountStep.Resources, session.FileSystem.Mount(MountOptions.Default).Step);
        session.End();
    }

    private void ReleaseRoot()
    {
        _session.FileSystem.Root.Release();
        _session.FileSystem.Unmount();
        _session.End();
    }

    private void AssertRefused(MountStep step, Errno error, string text)
    {
        MountFailure failure = _session.FileSystem.Mount(MountOptions.Default);
        Assert.Equal(step, failure.Step);
        Assert.Equal(error, failure.Error);
        var line = new TextBuilder(new byte[200]);
        failure.AppendTo(ref line);
        Assert.Contains(text, Encoding.UTF8.GetString(line.Text));
        _session.AssertNothingIsHeld();
    }
}
