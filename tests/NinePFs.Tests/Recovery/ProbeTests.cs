// The sign of life that a silent server is asked for (T2), and what becomes of it.
namespace NinePFs.Tests.Recovery;

using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Xunit;

public sealed class ProbeTests
{
    private readonly LoopbackSession _session = new();
    private readonly RequestTable _requests;

    public ProbeTests()
    {
        _requests = _session.Mounted().Requests;
        _session.Transport.Forget();
    }

    [Fact]
    public void T2_ProbeIsAFlushOfATagThatNobodyHas()
    {
        byte[] sent = [];
        _session.Transport.ReplaceUnseen(MessageType.Tflush, message =>
        {
            sent = message;
            return new Delivery(MemoryServer.Reply(message[5], default(Rflush)));
        });
        _requests.Probe();
        Assert.Equal(1, _requests.InUse);
        Assert.True(_session.Transport.Poll());
        Assert.Equal([9, 0, 0, 0, (byte)MessageType.Tflush, sent[5], 0, 0xFF, 0xFF], sent);
        Assert.Equal(0, _requests.InUse);
        Assert.Equal(0, _requests.ProtocolErrors);
        End();
    }

    [Fact]
    public void T2_OnlyOneAtATime()
    {
        _requests.Probe();
        _requests.Probe();
        Assert.Equal([MessageType.Tflush], _session.Transport.Sent);
        _session.Transport.Poll();
        _requests.Probe();
        Assert.Equal([MessageType.Tflush, MessageType.Tflush], _session.Transport.Sent);
        _session.Transport.Poll();
        End();
    }

    [Fact]
    public void T6_AnyAnswerIsASignOfLife()
    {
        _session.Transport.ReplaceUnseen(MessageType.Tflush, message => new Delivery(MemoryServer.Error(message[5], Errno.EIO)));
        _requests.Probe();
        _session.Transport.Poll();
        Assert.Equal(0, _requests.InUse);
        Assert.False(_requests.IsBroken);
        End();
    }

    [Fact]
    public void T5_ProbeThatNeverComesBackEndsWithTheSession()
    {
        _session.Transport.CanRestart = true;
        _session.Transport.BreakAt(MessageType.Tflush);
        _requests.Probe();
        _session.Transport.Poll();
        Assert.Equal(0, _requests.InUse);
        Assert.Equal(Errno.None, _session.FileSystem.GetStatistics(out _));
        _requests.Probe();
        Assert.Equal(1, _requests.InUse);
        _session.Transport.Poll();
        End();
    }

    private void End()
    {
        _session.FileSystem.Root.Release();
        _session.FileSystem.Unmount();
        _session.End();
    }
}
