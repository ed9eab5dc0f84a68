// inotify(7) on the host: names, coalescing, overflow, ends, and that nothing stays behind.
namespace Vfs.Tests.Events;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Events;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class ChangeQueueTests : EventSession
{
    private readonly OpenFile _file;
    private readonly ChangeQueue _queue;

    public ChangeQueueTests()
    {
        _file = Check(Pool.OpenChanges(NonBlocking));
        _queue = (ChangeQueue)_file.Node;
        Check(Os.MakeDirectory("/d"));
    }

    [Fact]
    public void MakingAndRemovingIsTold()
    {
        Watch("/d");
        Os.WriteFile("/d/x", "");
        Check(Os.MakeDirectory("/d/y"));
        Check(Os.Unlink("/d/x"));
        Check(Os.RemoveDirectory("/d/y"));
        Assert.Equal(
            "Create x|Open x|CloseWritten x|Create, IsDirectory y|Delete x|Delete, IsDirectory y", Read());
        _file.Release();
    }

    [Fact]
    public void TheSameEventTwiceInARowIsToldOnce()
    {
        Os.WriteFile("/d/x", "");
        Watch("/d");
        OpenFile opened = Os.Open("/d/x", OpenFlags.WriteOnly);
        Write(opened, "a");
        Write(opened, "b");
        opened.Release();
        Assert.Equal("Open x|Modify x|CloseWritten x", Read());
        _file.Release();
    }

    [Fact]
    public void ARenameHasOneCookie()
    {
        Os.WriteFile("/d/x", "");
        Watch("/d");
        Check(Os.Rename("/d/x", "/d/y"));
        Assert.Equal("MovedFrom x #1|MovedTo y #1", Read());
        _file.Release();
    }

    [Fact]
    public void TheEndOfADirectoryEndsItsWatch()
    {
        Watch("/d");
        Check(Os.RemoveDirectory("/d"));
        Assert.Equal("DeleteSelf|Ignored", Read());
        Assert.Equal(Errno.EINVAL, _queue.Unwatch(1));
        _file.Release();
    }

    [Fact]
    public void WithoutRoomAnOverflowIsToldOnce()
    {
        Watch("/d", ChangeEvents.Create | ChangeEvents.Delete);
        for (int index = 0; index < 400; index++)
        {
            Check(Os.MakeDirectory("/d/" + new string('n', 200)));
            Check(Os.RemoveDirectory("/d/" + new string('n', 200)));
        }

        string[] events = Read().Split('|');
        Assert.Equal("Overflow", events[^1]);
        Assert.Single(events, name => name == "Overflow");
        _file.Release();
    }

    [Fact]
    public void ABufferThatIsTooSmallIsAnError()
    {
        Watch("/d");
        Os.WriteFile("/d/x", "");
        Assert.Equal(Errno.EINVAL, _file.Read(new ArrayBuffer(new byte[16], IoDirection.FromFile)).Error);
        Assert.StartsWith("Create x", Read());
        _file.Release();
    }

    [Fact]
    public void ClosingTheQueueLetsTheDirectoryGo()
    {
        Watch("/d");
        _file.Release();
        Assert.Equal(0, Pool.WatchesInUse);
        Check(Os.RemoveDirectory("/d"));
    }

    [Fact]
    public void WatchesEndInEnospc()
    {
        for (int index = 0; index < 8; index++)
        {
            Check(Os.MakeDirectory("/d/" + index));
            Watch("/d/" + index);
        }

        Assert.Equal(Errno.ENOSPC, _queue.Watch(Find("/d"), ChangeEvents.All).Error);
        _file.Release();
    }

    private void Watch(string path, ChangeEvents mask = ChangeEvents.All) => Check(_queue.Watch(Find(path), mask));

    private Dentry Find(string path) => Check(Os.Files.Find(Os.Context, null, Bytes(path), LookupFlags.None));

    private string Read()
    {
        byte[] bytes = TestSystem.Read(_file, 20_000);
        var events = new List<string>();
        for (int at = 0; at < bytes.Length;)
        {
            ReadOnlySpan<byte> entry = bytes.AsSpan(at);
            int length = BinaryPrimitives.ReadInt32LittleEndian(entry[12..]);
            uint cookie = BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
            string name = Encoding.UTF8.GetString(entry.Slice(16, length)).TrimEnd('\0');
            events.Add($"{(ChangeEvents)BinaryPrimitives.ReadUInt32LittleEndian(entry[4..])} {name}{(cookie != 0 ? " #" + cookie : "")}".Trim());
            at += 16 + length;
        }

        return string.Join('|', events);
    }
}
