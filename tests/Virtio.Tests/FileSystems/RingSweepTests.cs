// E1 over real rings: the device gives up at every message of a program's life in turn; the program goes on, nothing is left behind.
namespace Virtio.Tests.FileSystems;

using global::Tests.Shared;
using Kernel.Abi;
using Virtio.Tests.Fakes;
using Vfs;
using Xunit;

public sealed class RingSweepTests
{
    [Theory]
    [InlineData(RingKind.Split, false)]
    [InlineData(RingKind.Split, true)]
    [InlineData(RingKind.Legacy, false)]
    [InlineData(RingKind.Legacy, true)]
    [InlineData(RingKind.Packed, false)]
    [InlineData(RingKind.Packed, true)]
    public void E1_ResetAtAnyMessageIsSurvivedOnEveryRing(RingKind kind, bool isServedFirst)
    {
        int messages = 0;
        for (bool isHit = true; isHit; messages++)
        {
            var session = new RingSession(kind);
            session.Server.Tree.AddDirectory("d");
            session.Server.Tree.AddFile("d/f", new byte[20_000]);
            TestSystem os = session.Mount();
            session.FileSystem.Fids.Drain();
            session.Transport.BreaksAfter = messages;
            session.Transport.IsServedFirst = isServedFirst;
            Live(session, os);
            isHit = session.Transport.HasBroken;
            session.Transport.BreaksAfter = -1;
            Assert.Equal(Errno.None, os.StatError("/d/f"));
            Assert.Equal(isHit ? 1 : 0, session.Device.Restarts);
            os.Shutdown();
            session.AssertNothingIsHeld();
        }

        Assert.InRange(messages, 20, 100);
    }

    [Theory]
    [InlineData(RingKind.Split)]
    [InlineData(RingKind.Packed)]
    public void Q17_PulledOutAtAnyMessageEverythingIsEIOAndNothingIsLeft(RingKind kind)
    {
        for (int messages = 0; messages < 20; messages++)
        {
            var session = new RingSession(kind);
            session.Server.Tree.AddDirectory("d");
            session.Server.Tree.AddFile("d/f", new byte[20_000]);
            TestSystem os = session.Mount();
            session.FileSystem.Fids.Drain();
            session.Transport.BreaksAfter = messages;
            session.Device.Recovers = false;
            Live(session, os);
            Assert.Equal(Errno.EIO, os.StatError("/d/f"));
            os.Shutdown();
            Assert.Equal(0, session.FileSystem.Requests.InUse);
            Assert.Equal(0, session.FileSystem.Fids.InUse);
            Assert.Equal(0, session.Transport.InFlight);
        }
    }

    /// <summary>Every call may be EIO, and none may be anything else.</summary>
    private static void Live(RingSession session, TestSystem os)
    {
        ScatteredBuffer into = ScatteredBuffer.OfPages(session.Memory, IoDirection.FromFile, 20_000, skew: 1234);
        ScatteredBuffer from = ScatteredBuffer.OfPages(session.Memory, IoDirection.ToFile, 20_000, skew: 4095);
        Result<OpenFile> file = os.TryOpen("/d/f", OpenFlags.ReadWrite);
        Result<OpenFile> made = os.TryOpen("/d/new", OpenFlags.ReadWrite | OpenFlags.Create);
        Result<OpenFile> directory = os.TryOpen("/d", OpenFlags.Directory);
        Check(file.Error);
        Check(made.Error);
        Check(directory.Error);
        for (int round = 0; round < 2; round++)
        {
            Check(os.StatError("/d/f"));
            if (!file.IsError)
            {
                Check(file.Value.ReadAt(0, into).Error);
            }

            if (!made.IsError)
            {
                Check(made.Value.Write(from).Error);
            }

            if (!directory.IsError)
            {
                Check(directory.Value.ReadDirectory(new ArrayBuffer(new byte[400], IoDirection.FromFile)).Error);
            }
        }

        if (!file.IsError)
        {
            file.Value.Release();
        }

        if (!made.IsError)
        {
            made.Value.Release();
        }

        if (!directory.IsError)
        {
            directory.Value.Release();
        }
    }

    private static void Check(Errno error) => Assert.True(error is Errno.None or Errno.EIO, error.ToString());
}
