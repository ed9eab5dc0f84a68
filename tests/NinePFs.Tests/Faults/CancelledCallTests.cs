// Calls of the file system whose threads are killed while the server has not answered: what was done is there, and nothing is held for
// it (T9). And a Tflush of nothing (T8). FlushFaultTests has what becomes of the messages.
namespace NinePFs.Tests.Faults;

using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Requests;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class CancelledCallTests
{
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
}
