// What a cache of mapped pages is told of a file by the VFS: every way in which its bytes are about to be read or have changed.
namespace Vfs.Tests;

using System.Collections.Generic;
using Kernel.Abi;
using global::Tests.Shared;
using Vfs.Ram;
using Xunit;

public sealed class FilePagesTests
{
    private readonly TestSystem _system = new(new RamFileSystem(16, 0x1ED, new ArrayPageStore(64), new StepClock()));
    private readonly RecordingPages _pages = new();

    [Fact]
    public void AFileThatIsNotMappedIsNobodysConcern()
    {
        OpenFile file = Make();
        file.Node.Pages = null;
        TestSystem.Write(file, "text");
        Assert.Empty(_pages.Calls);
        file.Release();
    }

    [Fact]
    public void ReadsAreAnnouncedWithTheirPosition()
    {
        OpenFile file = Make();
        TestSystem.ReadAt(file, 2, 3);
        TestSystem.Read(file, 4);
        Assert.Equal(["read 2+3", "read 0+4"], _pages.Calls);
        file.Release();
    }

    [Fact]
    public void AReadFailsWhenWhatMappingsChangedCannotBeWritten()
    {
        OpenFile file = Make();
        _pages.Answer = Errno.ENOSPC;
        Assert.Equal(Errno.ENOSPC, file.ReadAt(0, new ArrayBuffer(new byte[4], IoDirection.FromFile)).Error);
        Assert.Equal(0, file.Position);
        file.Release();
    }

    [Fact]
    public void WritesAreToldWithThePlaceWhereTheBytesWent()
    {
        OpenFile file = Make();
        TestSystem.WriteAt(file, 5, [1, 2, 3]);
        file.Flags |= OpenFlags.Append;
        TestSystem.Write(file, "end");
        Assert.Equal(["wrote 5+3 after 0", "wrote 11+3 after 1"], _pages.Calls);
        file.Release();
    }

    [Fact]
    public void EveryWayToCutAFileIsTold()
    {
        OpenFile file = Make();
        TestSystem.Check(_system.Attributes.Truncate(file, 7));
        TestSystem.Check(_system.Attributes.Truncate(_system.Context, "/file"u8, 3));
        _system.Open("/file", OpenFlags.WriteOnly | OpenFlags.Truncate).Release();
        _system.Open("/file", OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate).Release();
        Assert.Equal(["size 7", "size 3", "size 0", "size 0"], _pages.Calls);
        file.Release();
    }

    [Fact]
    public void TheEndOfANodeIsTheEndOfItsPages()
    {
        OpenFile file = Make();
        VNode node = file.Node;
        TestSystem.Check(_system.Names.Unlink(_system.Context, null, "/file"u8));
        file.Release();
        Assert.Equal(["forget"], _pages.Calls);
        Assert.Null(node.Pages);
    }

    private OpenFile Make()
    {
        OpenFile file = _system.Open("/file", OpenFlags.ReadWrite | OpenFlags.Create);
        TestSystem.WriteAt(file, 0, "hello world"u8.ToArray());
        file.Node.Pages = _pages;
        return file;
    }

    private sealed class RecordingPages : FilePages
    {
        public List<string> Calls { get; } = [];

        public Errno Answer { get; set; }

        public override void Adopt(VNode node) => Calls.Add("adopt");

        public override void Forget(VNode node) => Calls.Add("forget");

        public override Errno BeforeRead(VNode node, long offset, long length)
        {
            Calls.Add($"read {offset}+{length}");
            return Answer;
        }

        public override uint BeforeWrite(VNode node) => (uint)Calls.Count;

        public override void AfterWrite(OpenFile file, long offset, IoBuffer from, int count, uint before)
        {
            Calls.Add($"wrote {offset}+{count} after {before}");
        }

        public override void AfterResize(VNode node, long size) => Calls.Add($"size {size}");

        public override Errno WriteBack(VNode node) => Errno.None;
    }
}
