// rootflags=: Linux's words for a 9P mount, and the word that is to blame.
namespace NinePFs.Tests;

using System;
using System.Text;
using Kernel.Abi;
using NinePFs;
using Xunit;

public sealed class MountOptionsTests
{
    [Fact]
    public void NothingIsTheDefault()
    {
        Assert.Equal(Errno.None, MountOptions.Parse(default, out MountOptions options));
        Assert.Equal("root", Text(options.UserName));
        Assert.Equal("", Text(options.AttachName));
        Assert.Equal(0u, options.MessageSize);
        Assert.False(options.IsReadOnly);
    }

    [Fact]
    public void LinuxsWordsAreUnderstood()
    {
        byte[] text = "trans=virtio,version=9p2000.L,msize=131072,ro,cache=none,access=client,uname=me,aname=/x,dfltuid=7,dfltgid=8"u8.ToArray();
        Assert.Equal(Errno.None, MountOptions.Parse(text, out MountOptions options));
        Assert.Equal(131072u, options.MessageSize);
        Assert.True(options.IsReadOnly);
        Assert.Equal("me", Text(options.UserName));
        Assert.Equal("/x", Text(options.AttachName));
        Assert.Equal(7u, options.UserId);
        Assert.Equal(8u, options.GroupId);
    }

    [Fact]
    public void LastWordWins()
    {
        Assert.Equal(Errno.None, MountOptions.Parse("ro,,rw,access=1000"u8, out MountOptions options));
        Assert.False(options.IsReadOnly);
        Assert.Equal(1000u, options.UserId);
    }

    [Theory]
    [InlineData("ro,nonsense,rw", "nonsense")]
    [InlineData("msize=", "msize=")]
    [InlineData("msize=4095", "msize=4095")]
    [InlineData("msize=12k", "msize=12k")]
    [InlineData("msize=99999999999", "msize=99999999999")]
    [InlineData("msize=4294967296", "msize=4294967296")]
    [InlineData("version=9p2000.u", "version=9p2000.u")]
    [InlineData("trans=tcp", "trans=tcp")]
    [InlineData("cache=loose", "cache=loose")]
    [InlineData("uname=", "uname=")]
    [InlineData("access=nobody", "access=nobody")]
    [InlineData("dfltuid=-1", "dfltuid=-1")]
    [InlineData("=x", "=x")]
    public void UnknownWordIsNamed(string text, string word)
    {
        Assert.Equal(Errno.EINVAL, MountOptions.Parse(Encoding.UTF8.GetBytes(text), out MountOptions options));
        Assert.Equal(word, Text(options.Offending));
    }

    [Fact]
    public void NamesReachTheServer()
    {
        var session = new LoopbackSession();
        Assert.Equal(Errno.None, MountOptions.Parse("uname=me,aname=/export"u8, out MountOptions options));
        Assert.False(session.FileSystem.Mount(in options).IsFailure);
        Assert.Equal("me", session.Server.LastUserName);
        Assert.Equal("/export", session.Server.LastAttachName);
        session.FileSystem.Root.Release();
        session.FileSystem.Unmount();
        session.End();
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
