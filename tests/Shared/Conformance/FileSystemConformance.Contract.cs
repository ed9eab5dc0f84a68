// Conformance: what FileSystem.Walk promises to PathWalk, asked directly.
namespace Tests.Shared.Conformance;

using Kernel.Abi;
using Vfs;
using Xunit;
using static Tests.Shared.TestSystem;

public abstract partial class FileSystemConformance
{
    [Theory]
    [InlineData("a/b/c", Errno.None, 3)]
    [InlineData("a/b", Errno.None, 2)]
    [InlineData("link", Errno.None, 1)]
    [InlineData("a/up", Errno.None, 2)]
    [InlineData("x", Errno.ENOENT, 0)]
    [InlineData("a/x", Errno.ENOENT, 1)]
    [InlineData("a/b/x/y/z", Errno.ENOENT, 2)]
    [InlineData("link/b", Errno.ELOOP, 1)]
    [InlineData("link/b/c", Errno.ELOOP, 1)]
    [InlineData("a/up/b", Errno.ELOOP, 2)]
    [InlineData("a/b/c/d", Errno.ENOTDIR, 3)]
    [InlineData("a/b/c/d/e", Errno.ENOTDIR, 3)]
    public void WalkTellsHowFarItCame(string path, Errno expected, int resolved)
    {
        MakeTree();
        Check(Os.Symlink("a", "/link"));
        Check(Os.Symlink("..", "/a/up"));
        Errno error = WalkFrom(Os.RootMount.Root.Node!, path, out WalkOutcome walk);
        Assert.Equal((expected, resolved), (error, walk.Resolved));
        Assert.Equal(expected == Errno.None, walk.Node != null);
        walk.Node?.Release();
    }

    [Fact]
    public void WalkGivesOneNodePerFileWithAReferenceEachTime()
    {
        MakeTree();
        VNode root = Os.RootMount.Root.Node!;
        Check(WalkFrom(root, "a/b/c", out WalkOutcome one));
        Check(WalkFrom(root, "a/b", out WalkOutcome directory));
        Check(WalkFrom(directory.Node!, "c", out WalkOutcome two));
        Assert.Same(one.Node, two.Node);
        Assert.Equal(2, one.Node!.References);
        Assert.Equal(FileType.Regular, one.Node.Type);
        Assert.Equal(FileType.Directory, directory.Node!.Type);
        one.Node.Release();
        two.Node!.Release();
        directory.Node.Release();
    }

    [Fact]
    public void NodeOfALinkIsTheLink()
    {
        Check(Os.Symlink("nowhere", "/link"));
        Check(WalkFrom(Os.RootMount.Root.Node!, "link", out WalkOutcome walk));
        Assert.Equal(FileType.SymbolicLink, walk.Node!.Type);
        walk.Node.Release();
    }

    [Fact]
    public void RootIsADirectoryWithOneReference()
    {
        Assert.Equal(FileType.Directory, Os.RootMount.Root.Node!.Type);
        Assert.Equal(1, Os.RootMount.Root.Node.References);
    }

    [Fact]
    public void NamesAreBytes()
    {
        byte[][] names =
        [
            [0xFF, 0xFE, 0x80], "line\nbreak"u8.ToArray(), "-dash"u8.ToArray(), "dot."u8.ToArray(), " "u8.ToArray(), "..."u8.ToArray(), "\\"u8.ToArray(),
        ];
        foreach (byte[] name in names)
        {
            Check(Os.Names.MakeDirectory(Os.Context, null, name, 0x1ED));
            Check(Os.Files.GetAttributes(Os.Context, null, name, LookupFlags.None, out _));
        }

        OpenFile root = Os.Open("/");
        Assert.Equal(names.Length + 2, DirectoryRecord.ReadAll(root, 4096).Count);
        root.Release();
        foreach (byte[] name in names)
        {
            Check(Os.Names.RemoveDirectory(Os.Context, null, name));
        }
    }

    private Errno WalkFrom(VNode start, string path, out WalkOutcome walk)
    {
        byte[] text = Bytes(path);
        var names = new WalkNames(text);
        int position = 0;
        while (PathText.Next(text, ref position, out int first, out int length))
        {
            names.Add(first, length);
        }

        return Os.RootMount.FileSystem.Walk(start, in names, out walk);
    }
}
