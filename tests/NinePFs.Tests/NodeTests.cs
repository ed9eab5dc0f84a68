// Nodes: one per file, the fid they keep, appending, flags on the wire, device numbers.
namespace NinePFs.Tests;

using System;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Tests.Server;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class NodeTests : IDisposable
{
    private readonly LoopbackSession _session = new();

    public NodeTests()
    {
        _session.Server.Tree.AddDirectory("d");
        _session.Server.Tree.AddFile("d/f", "hello"u8.ToArray());
        _ = _session.Os;
    }

    private TestSystem Os => _session.Os;

    public void Dispose() => _session.End();

    [Fact]
    public void ExhaustedNodesAreENFILEAndNothingLeaks()
    {
        for (int index = 0; index < LoopbackSession.Small.Nodes; index++)
        {
            _session.Server.Tree.AddFile($"n{index}");
        }

        // OpenFileTable has 64 places; the rest are held as nodes.
        var held = new List<VNode>();
        Errno error = Errno.None;
        for (int index = 0; error == Errno.None && index < LoopbackSession.Small.Nodes; index++)
        {
            byte[] name = TestSystem.Bytes($"n{index}");
            var names = new WalkNames(name);
            names.Add(0, name.Length);
            error = _session.FileSystem.Walk(_session.FileSystem.Root, in names, out WalkOutcome walk);
            if (error == Errno.None)
            {
                held.Add(walk.Node!);
            }
        }

        Assert.Equal(Errno.ENFILE, error);
        Assert.Equal(LoopbackSession.Small.Nodes, _session.FileSystem.Nodes.InUse);
        held.ForEach(node => node.Release());
        Assert.Equal(1, _session.FileSystem.Nodes.InUse);
    }

    [Fact]
    public void NewestNameIsTheOneThatIsAsked()
    {
        // The host renames behind our back: the fid of the old name is dead on a server that keeps paths, the new one is not.
        OpenFile held = Os.Open("/d/f", OpenFlags.Path);
        Assert.Equal(Errno.None, ((NinePNode)held.Node).Borrow(out NinePFs.Fids.Fid old));
        MemoryFile directory = _session.Server.Tree.Root.Children["d"];
        Assert.Equal(Errno.None, _session.Server.Tree.Rename(directory, "f", directory, "g"));
        OpenFile again = Os.Open("/d/g", OpenFlags.Path);
        Assert.Same(held.Node, again.Node);
        Assert.Equal(Errno.None, ((NinePNode)held.Node).Borrow(out NinePFs.Fids.Fid now));
        Assert.NotSame(old, now);
        old.Release();
        now.Release();
        held.Release();
        again.Release();
    }

    [Fact]
    public void AppendGoesToTheEndThatTheHostHasMoved()
    {
        OpenFile file = Os.Open("/d/f", OpenFlags.WriteOnly | OpenFlags.Append);
        TestSystem.Write(file, "1");
        MemoryFile there = _session.Server.Tree.Root.Children["d"].Children["f"];
        there.Data = [.. there.Data, .. "host"u8];
        TestSystem.Write(file, "2");
        Assert.Equal("hello1host2"u8.ToArray(), there.Data);
        file.Release();
    }

    [Fact]
    public void AppendSetLaterAppendsAndClearedLaterDoesNot()
    {
        OpenFile file = Os.Open("/d/f", OpenFlags.ReadWrite);
        file.Flags |= OpenFlags.Append;
        TestSystem.Write(file, "!");
        Assert.Equal(6, file.Position);
        file.Flags &= ~OpenFlags.Append;
        TestSystem.WriteAt(file, 0, "J"u8.ToArray());
        Assert.Equal("Jello!"u8.ToArray(), _session.Server.Tree.Root.Children["d"].Children["f"].Data);
        file.Release();
    }

    [Fact]
    public void PagesOfAFileThatAppendsAreWrittenWhereTheyBelong()
    {
        OpenFile file = Os.Open("/d/f", OpenFlags.ReadWrite | OpenFlags.Append);
        long offset = 0;
        Assert.Equal(1, file.Node.Write(file, ref offset, new FilePage("J"u8.ToArray())).Value);
        TestSystem.Write(file, "!");
        Assert.Equal("Jello!"u8.ToArray(), _session.Server.Tree.Root.Children["d"].Children["f"].Data);
        file.Release();
    }

    private sealed class FilePage(byte[] bytes) : ArrayBuffer(bytes, IoDirection.ToFile)
    {
        public override bool IsPartOfFile => true;
    }

    [Fact]
    public void AppendAfterOwnTruncationIsAtTheNewEnd()
    {
        OpenFile file = Os.Open("/d/f", OpenFlags.ReadWrite | OpenFlags.Append);
        TestSystem.Write(file, " world");
        TestSystem.Check(Os.Attributes.Truncate(file, 2));
        TestSystem.Write(file, "y");
        Assert.Equal(3, file.Position);
        file.Release();
    }

    [Fact]
    public void FlagsThatAreOursStayHere()
    {
        uint sent = 0;
        _session.Transport.Instead = (type, message) =>
        {
            sent = type is MessageType.Tlopen ? BitConverter.ToUInt32(message, 11) : sent;
            return null;
        };
        const OpenFlags ours = OpenFlags.CloseOnExec | OpenFlags.LargeFile | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal
            | OpenFlags.Direct | OpenFlags.Async;
        Os.Open("/d/f", OpenFlags.ReadWrite | OpenFlags.Append | OpenFlags.NoFollow | OpenFlags.Sync | ours).Release();
        Assert.Equal(OpenFlags.ReadWrite | OpenFlags.Append | OpenFlags.NoFollow | OpenFlags.Sync, (OpenFlags)sent);
    }

    [Fact]
    public void CreateSendsItsFlagsModeAndGroup()
    {
        byte[] seen = [];
        _session.Transport.Instead = (type, message) =>
        {
            seen = type == MessageType.Tlcreate ? message : seen;
            return null;
        };
        Os.Open("/d/n", OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.Truncate, 0x1A4).Release();
        Assert.Equal(OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.Truncate, (OpenFlags)BitConverter.ToUInt32(seen, 14));
        Assert.Equal(0x1A4u, BitConverter.ToUInt32(seen, 18));
        Assert.Equal(0u, BitConverter.ToUInt32(seen, 22));
    }

    [Fact]
    public void DeviceNumberIsSplitForTheServer()
    {
        TestSystem.Check(Os.Names.MakeNode(Os.Context, null, "/d/dev"u8, 0x21B6, 0x12345678));
        Assert.Equal(0x12345678ul, Os.Stat("/d/dev").SpecialDevice);
    }

    [Fact]
    public void UnlinkedFileKeepsItsDataButTheServerDecidesAboutCuttingIt()
    {
        OpenFile file = Os.Open("/d/f", OpenFlags.ReadWrite);
        TestSystem.Check(Os.Unlink("/d/f"));
        Assert.Equal("hello", TestSystem.ReadText(file));
        Assert.Equal(0ul, Os.Stat(file).Links);

        // QEMU before 2026 sets the size by path, and there is none.
        Assert.Equal(Errno.ENOENT, Os.Attributes.Truncate(file, 1));
        file.Release();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AttributesSetThroughARemovedFileNeverHitTheFileThatTookItsName(bool isRename)
    {
        OpenFile removed = Os.Open("/d/f", OpenFlags.ReadWrite);
        TestSystem.Check(isRename ? Errno.None : Os.Unlink("/d/f"));
        OpenFile other = Os.Open(isRename ? "/d/other" : "/d/f", OpenFlags.Create | OpenFlags.WriteOnly, 0x1A4);
        TestSystem.Write(other, "precious");
        TestSystem.Check(isRename ? Os.Rename("/d/other", "/d/f") : Errno.None);
        Assert.Equal(Errno.ENOENT, Os.Attributes.Truncate(removed, 0));
        Assert.Equal(Errno.ENOENT, Os.Attributes.ChangeMode(removed, 0));
        Assert.Equal("precious", Os.ReadFile("/d/f"));
        Assert.Equal(0x81A4u, Os.Stat("/d/f").Mode);
        TestSystem.Check(Os.Attributes.Truncate(other, 4));
        removed.Release();
        other.Release();
    }

    [Fact]
    public void SpecialFileIsKnownByItsMode()
    {
        _session.Server.Tree.Add("fifo", FileMode.TypeBits(FileType.Fifo) | 0x1A4);
        Assert.Equal(FileType.Fifo, FileMode.TypeOf(Os.Stat("/fifo").Mode));
        Assert.Equal(Errno.ENXIO, Os.OpenError("/fifo"));
    }
}
