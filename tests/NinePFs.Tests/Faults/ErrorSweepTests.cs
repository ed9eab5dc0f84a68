// E1: the n-th reply of every operation fails, for every n and in every way; whatever the outcome, nothing is left behind.
namespace NinePFs.Tests.Faults;

using System;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class ErrorSweepTests
{
    public enum Fault
    {
        /// <summary>The server refuses; a Tclunk or Tremove ends the fid all the same (clunk(5), remove(5)).</summary>
        Refused,

        /// <summary>The server does it and says that it has not.</summary>
        Lied,

        WrongType,
        Cut,

        /// <summary>The device gives the buffers back without an answer.</summary>
        Lost,

        /// <summary>A reply that ends the session.</summary>
        Fatal,

        /// <summary>The same, of a device that can be reset: the session begins anew.</summary>
        Reset,
    }

    private static readonly Dictionary<string, Action<LoopbackSession>> s_operations = new()
    {
        ["stat"] = session => session.Os.StatError("/d/e/f"),
        ["missing"] = session => session.Os.StatError("/d/e/none"),
        ["throughLink"] = session => session.Os.StatError("/link/f"),
        ["open"] = session => Use(session, "/d/e/f", OpenFlags.ReadOnly, _ => { }),
        ["create"] = session => Use(session, "/d/new", OpenFlags.ReadWrite | OpenFlags.Create, _ => { }),
        ["createExclusive"] = session => Use(session, "/d/new", OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, _ => { }),
        ["read"] = session => Use(session, "/d/e/f", OpenFlags.ReadOnly, file => Transfer(IoDirection.FromFile, file.Read)),
        ["write"] = session => Use(session, "/d/e/f", OpenFlags.WriteOnly, file => Transfer(IoDirection.ToFile, file.Write)),
        ["append"] = session => Use(session, "/d/e/f", OpenFlags.WriteOnly | OpenFlags.Append, file => Transfer(IoDirection.ToFile, file.Write)),
        ["appendSetLater"] = session => Use(session, "/d/e/f", OpenFlags.WriteOnly, file =>
        {
            file.Flags |= OpenFlags.Append;
            Transfer(IoDirection.ToFile, file.Write);
            file.Flags &= ~OpenFlags.Append;
            Transfer(IoDirection.ToFile, file.Write);
        }),
        ["truncateAtOpen"] = session => Use(session, "/d/e/f", OpenFlags.WriteOnly | OpenFlags.Truncate, _ => { }),
        ["truncate"] = session => session.Os.Attributes.Truncate(session.Os.Context, "/d/e/f"u8, 10),
        ["chmod"] = session => session.Os.Attributes.ChangeMode(session.Os.Context, null, "/d/e/f"u8, 0x1FF, LookupFlags.None),
        ["fsync"] = session => Use(session, "/d/e/f", OpenFlags.ReadOnly, file => file.Node.Synchronize(file, false)),
        ["fstat"] = session => Use(session, "/d/e/f", OpenFlags.ReadOnly, file => session.Os.Files.GetAttributes(file, out _)),
        ["readdir"] = session => Use(session, "/d/e", OpenFlags.Directory, file =>
        {
            for (int call = 0; call < 4; call++)
            {
                file.ReadDirectory(new ArrayBuffer(new byte[600], IoDirection.FromFile));
            }
        }),
        ["readdirRoot"] = session => Use(session, "/", OpenFlags.Directory, file =>
            file.ReadDirectory(new ArrayBuffer(new byte[600], IoDirection.FromFile))),
        ["mkdir"] = session => session.Os.MakeDirectory("/d/made"),
        ["rmdir"] = session => session.Os.RemoveDirectory("/d/empty"),
        ["unlink"] = session => session.Os.Unlink("/d/e/f"),
        ["unlinkOpen"] = session => Use(session, "/d/e/f", OpenFlags.ReadOnly, file =>
        {
            session.Os.Unlink("/d/e/f");
            Transfer(IoDirection.FromFile, file.Read);
        }),
        ["rename"] = session => session.Os.Rename("/d/e/f", "/d/g"),
        ["renameDirectory"] = session => session.Os.Rename("/d/e", "/d/empty"),
        ["unlinkByFid"] = session =>
        {
            session.Server.LacksNamesInDirectories = true;
            session.Os.Unlink("/d/e/f");
            session.Os.RemoveDirectory("/d/e");
        },
        ["renameByFid"] = session =>
        {
            session.Server.LacksNamesInDirectories = true;
            session.Os.Rename("/d/e/f", "/d/g");
        },
        ["symlink"] = session => session.Os.Symlink("target", "/d/s"),
        ["readlink"] = session => session.Os.Names.ReadLink(session.Os.Context, null, "/link"u8, new byte[100]),
        ["link"] = session => session.Os.Link("/d/e/f", "/d/second"),
        ["mknod"] = session => session.Os.Names.MakeNode(session.Os.Context, null, "/d/node"u8, 0x81A4, 0),
        ["statfs"] = session => session.Os.Files.GetStatistics(session.Os.Context, null, "/d/e"u8, out _),
        ["chdir"] = session => session.Os.ChangeDirectory("/d/e"),
    };

    public static TheoryData<string, Fault> Cases
    {
        get
        {
            var cases = new TheoryData<string, Fault>();
            foreach (string operation in s_operations.Keys)
            {
                foreach (Fault fault in Enum.GetValues<Fault>())
                {
                    cases.Add(operation, fault);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void E1_FailureOfAnyReplyOfAnOperationLeavesNothingBehind(string operation, Fault fault)
    {
        int replies = 0;
        for (bool isHit = true; isHit; replies++)
        {
            LoopbackSession session = Prepare();
            _ = session.Os;
            session.FileSystem.Fids.Drain();
            Arm(session.Transport, fault, replies, () => isHit = true);
            isHit = false;
            s_operations[operation](session);
            session.FileSystem.Fids.Drain();
            session.Transport.Instead = null;
            session.Transport.Afterwards = null;
            if (fault == Fault.Reset)
            {
                Assert.Equal(Errno.None, session.Os.StatError("/d"));
            }

            session.End(IsServerClean(fault) || fault == Fault.Reset);
        }

        Assert.True(replies > 1, "the operation asks the server nothing");
    }

    [Theory]
    [InlineData(Fault.Refused)]
    [InlineData(Fault.Lied)]
    [InlineData(Fault.WrongType)]
    [InlineData(Fault.Cut)]
    [InlineData(Fault.Lost)]
    [InlineData(Fault.Fatal)]
    [InlineData(Fault.Reset)]
    public void E1_FailureOfAnyReplyFromMountToUnmountLeavesNothingBehind(Fault fault)
    {
        int replies = 0;
        for (bool isHit = true; isHit; replies++)
        {
            LoopbackSession session = Prepare();
            Arm(session.Transport, fault, replies, () => isHit = true);
            isHit = false;
            if (!session.FileSystem.Mount(MountOptions.Default).IsFailure)
            {
                var os = new TestSystem(session.FileSystem);
                os.StatError("/d/e/f");
                os.Shutdown();
            }

            session.AssertNothingIsHeld();
            Assert.True(!IsServerClean(fault) || session.Server.FidCount == 0);
        }

        Assert.InRange(replies, 6, 8);
    }

    /// <summary>Whether the server cannot have a fid that the client does not know of.</summary>
    private static bool IsServerClean(Fault fault) => fault is not (Fault.Lied or Fault.Fatal or Fault.Reset);

    private static LoopbackSession Prepare()
    {
        var session = new LoopbackSession(messageSize: 8192);
        MemoryTree tree = session.Server.Tree;
        tree.AddDirectory("d");
        tree.AddDirectory("d/e");
        tree.AddDirectory("d/empty");
        tree.AddFile("d/e/f", new byte[30_000]);
        for (int index = 0; index < 30; index++)
        {
            tree.AddFile($"d/e/other{index}");
        }

        tree.AddLink("link", "d/e"u8.ToArray());
        return session;
    }

    private static void Arm(LoopbackTransport transport, Fault fault, int skip, Action hit)
    {
        transport.CanRestart = fault == Fault.Reset;
        int left = skip;
        bool IsTurn()
        {
            bool isTurn = left-- == 0;
            if (isTurn)
            {
                hit();
            }

            return isTurn;
        }

        if (fault == Fault.Refused)
        {
            transport.Instead = (type, message) => !EndsAFid(type) && IsTurn() ? Refusal(message) : null;
            transport.Afterwards = (type, reply) => EndsAFid(type) && IsTurn() ? Refusal(reply) : new Delivery(reply);
            return;
        }

        transport.Afterwards = (_, reply) => !IsTurn() ? new Delivery(reply) : fault switch
        {
            Fault.Lied => Refusal(reply),
            Fault.WrongType => Frames.WithType(reply, 99),
            Fault.Cut => Frames.Cut(reply, Math.Max(Wire9P.HeaderLength, reply.Length - 1)),
            Fault.Lost => Delivery.Lost,
            _ => Frames.WithTag(reply, 0x7777),
        };
    }

    private static bool EndsAFid(MessageType type) => type is MessageType.Tclunk or MessageType.Tremove;

    private static Delivery Refusal(byte[] message) =>
        new(MemoryServer.Error((ushort)(message[5] | message[6] << 8), Errno.EIO));

    private static void Use(LoopbackSession session, string path, OpenFlags flags, Action<OpenFile> action)
    {
        Result<OpenFile> file = session.Os.TryOpen(path, flags);
        if (!file.IsError)
        {
            action(file.Value);
            file.Value.Release();
        }
    }

    private static void Transfer(IoDirection direction, Func<IoBuffer, Result<int>> transfer)
    {
        var buffer = new ArrayBuffer(new byte[20_000], direction);
        transfer(buffer);
        Assert.Equal(0, buffer.PinnedBytes);
    }
}
