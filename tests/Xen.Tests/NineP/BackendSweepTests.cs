// E1 over Xen's rings: the backend ends, lies or closes at every message of a program's life in turn. Every call is EIO from there on
// and nothing is left behind.
namespace Xen.Tests.NineP;

using global::Tests.Shared;
using Kernel.Abi;
using NinePFs;
using Vfs;
using Xunit;

public sealed class BackendSweepTests
{
    public enum End
    {
        Killed,
        Closed,
        Lies,
        Garbage,
    }

    [Theory]
    [InlineData(End.Killed)]
    [InlineData(End.Closed)]
    [InlineData(End.Lies)]
    [InlineData(End.Garbage)]
    public void E1_BackendThatEndsAtAnyMessageLeavesNothingBehind(End end)
    {
        int messages = 0;
        for (bool isHit = true; isHit; messages++)
        {
            var session = new NinePSession();
            session.Server.Tree.AddDirectory("d");
            session.Server.Tree.AddFile("d/f", new byte[20_000]);
            TestSystem os = session.Mount();
            session.FileSystem.Fids.Drain();
            session.Transport.BreaksAfter = messages;
            session.Transport.Break = () => Break(session, end);
            Live(os);
            isHit = session.Transport.HasBroken;
            session.Transport.BreaksAfter = -1;
            Assert.Equal(isHit ? Errno.EIO : Errno.None, os.StatError("/d/f"));
            os.Shutdown();
            Assert.Equal(isHit ? 1 : 0, session.Transport.Reports.Count);
            session.End(isHonest: !isHit);
        }

        Assert.InRange(messages, 20, 100);
    }

    private static void Break(NinePSession session, End end)
    {
        switch (end)
        {
            case End.Killed:
                session.Backend.Unmap();
                session.Transport.CheckConnection();
                break;
            case End.Closed:
                session.Transport.Requests.Poison(PoisonReason.BackendClosed);
                break;
            case End.Lies:
                session.Backend.Rings.ForEach(ring => ring.LieAboutOutConsumed(0x1234_5678));
                break;
            case End.Garbage:
                foreach (Fakes.BackendRing ring in session.Backend.Rings)
                {
                    ring.Write(new byte[64]);
                    ring.Publish(64);
                }

                break;
        }
    }

    /// <summary>Every call may be EIO, and none may be anything else.</summary>
    private static void Live(TestSystem os)
    {
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
                Check(file.Value.ReadAt(0, new ArrayBuffer(new byte[20_000], IoDirection.FromFile)).Error);
            }

            if (!made.IsError)
            {
                Check(made.Value.Write(new ArrayBuffer(new byte[20_000], IoDirection.ToFile)).Error);
            }

            if (!directory.IsError)
            {
                Check(directory.Value.ReadDirectory(new ArrayBuffer(new byte[400], IoDirection.FromFile)).Error);
            }
        }

        Release(file);
        Release(made);
        Release(directory);
    }

    private static void Release(Result<OpenFile> file)
    {
        if (!file.IsError)
        {
            file.Value.Release();
        }
    }

    private static void Check(Errno error) => Assert.True(error is Errno.None or Errno.EIO, error.ToString());
}
