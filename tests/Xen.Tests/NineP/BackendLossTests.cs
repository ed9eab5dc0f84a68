// Backends that close, die, or are none of ours: their session ends, no other one does (B15 to B19).
namespace Xen.Tests.NineP;

using System.Collections.Generic;
using System.Text;
using Drivers;
using Drivers.Xen.Bus;
using Drivers.Xen.NineP;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class BackendLossTests
{
    [Theory]
    [InlineData(XenbusState.Closing)]
    [InlineData(XenbusState.Closed)]
    [InlineData(XenbusState.InitWait)]
    [InlineData(null)]
    public void B15_BackendThatClosesFailsEverythingOnce(XenbusState? state)
    {
        var session = new NinePSession();
        session.Mounted();
        RequestTable table = session.FileSystem.Requests;
        var requests = new List<Request>();
        while (table.TryTakeReserved() is { } request)
        {
            request.Type = MessageType.Tfsync;
            request.MessageLength = WireWriter.Encode(request.Message.Bytes, request.Tag, new Tfsync(0, 0), 0).Value;
            request.ReplyHeaderLength = 11;
            Assert.Equal(Errno.None, table.Submit(request));
            requests.Add(request);
        }

        Assert.True(session.Frontend.Device.IsAlive);
        session.Backend.Unmap();
        session.Backend.Nodes.State = state;
        session.Backend.Store.Run();
        session.Backend.Store.Channels.Interrupt();
        Assert.False(session.Frontend.Device.IsAlive);
        table.Poison(PoisonReason.BackendClosed);
        Assert.Equal(16, requests.Count);
        Assert.All(requests, request => Assert.Equal((RequestState.Failed, Errno.EIO), (request.State, request.Failure)));

        // It says so again, and the channels are gone too: there is nothing left to fail.
        session.Backend.Nodes.State = XenbusState.Closed;
        table.Poison(PoisonReason.BackendClosed);
        session.Transport.CheckConnection();
        Assert.Equal([PoisonReason.BackendClosed], session.Transport.Reports);
        requests.ForEach(table.Return);
        Assert.Equal(Errno.EIO, table.Restart());
        Assert.Equal(Errno.EIO, table.Take().Error);
    }

    [Fact]
    public void B16_KilledBackendIsNoticedWithoutAWordFromIt()
    {
        var session = new NinePSession();
        session.Server.Tree.AddFile("f", new byte[50_000]);
        TestSystem os = session.Mount();
        OpenFile file = os.Open("/f");
        session.Transport.BreaksAfter = 0;
        session.Transport.Break = () =>
        {
            session.Backend.Unmap();
            session.Transport.CheckConnection();
        };
        Assert.Equal(Errno.EIO, file.Read(new ArrayBuffer(new byte[50_000], IoDirection.FromFile)).Error);
        Assert.Equal([PoisonReason.BackendGone], session.Transport.Reports);
        Assert.Equal(Errno.EIO, os.StatError("/f"));
        file.Release();
        os.Shutdown();
        session.End(isHonest: false);
    }

    [Fact]
    public void B17_OfTwoMountsTheOtherOneNeverNotices()
    {
        NinePSession broken = new(), sound = new();
        broken.Server.Tree.AddFile("f", new byte[9000]);
        sound.Server.Tree.AddFile("f", new byte[9000]);
        TestSystem one = broken.Mount(), other = sound.Mount();
        broken.Transport.BreaksAfter = 0;
        broken.Transport.Break = () => broken.Backend.Rings.ForEach(ring => ring.LieAboutInProduced(uint.MaxValue));
        Assert.Equal(Errno.EIO, one.StatError("/f"));
        Assert.Equal([PoisonReason.RingIndices], broken.Transport.Reports);
        Assert.Equal(Errno.None, other.StatError("/f"));
        OpenFile file = other.Open("/f");
        Assert.Equal(9000, TestSystem.Check(file.Read(new ArrayBuffer(new byte[10_000], IoDirection.FromFile))));
        file.Release();
        one.Shutdown();
        other.Shutdown();
        broken.End(isHonest: false);
        sound.End();
    }

    [Fact]
    public void B19_ShareOfXen9pfsdIsRefusedWithASentence()
    {
        var backend = new FakeNinePBackend();
        var device = new XenbusDevice(backend.Client, "device/9pfs/0"u8, "/local/domain/0/backend/xen_9pfs/5/0"u8, 0);
        var frontend = new NinePFrontend(device, backend.Memory, backend.Grants, backend);
        ShareSizes sizes = new() { Requests = 16, MessageSize = 65536, RingMemory = 1 << 20 };
        Assert.Equal(FrontendFailure.UserDialect, frontend.Connect(in sizes, new NoEvents()));
        Assert.Contains("type=qemu", Encoding.UTF8.GetString(frontend.FailureText));
        backend.AssertNothingIsHeld();
    }

    [Fact]
    public void B19_ServerOf9P2000uIsRefusedAfterTversion()
    {
        var session = new NinePSession();
        var transport = new ServedTransport(session.Frontend, session.Backend, 16)
        {
            Answer = message =>
            {
                Assert.Equal(MessageType.Tversion, (MessageType)message[4]);
                return MemoryServer.Reply(Wire9P.NoTag, new Rversion(4096, "9P2000.u"u8));
            },
        };
        var fileSystem = new NinePFileSystem(transport, new NinePCapacity { Requests = 16, Fids = 8, Nodes = 8, Directories = 1 }, null);
        Assert.Equal(MountStep.Dialect, fileSystem.Mount(MountOptions.Default).Step);
        Assert.Equal(0, fileSystem.Requests.InUse);
        transport.End(PoisonReason.BackendClosed);
        session.Frontend.Close();
        session.Backend.AssertNothingIsHeld();
    }
}
