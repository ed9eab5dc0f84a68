// The kernel has no garbage collector: what runs after boot allocates nothing, proved here by .NET's own counter.
namespace Vfs.Tests;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Locks;
using Vfs.Pipes;
using Vfs.Ram;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class AllocationTests : IDisposable
{
    private readonly TestSystem _os = new(new RamFileSystem(32, 0x1ED, new ArrayPageStore(64), new StepClock()));
    private readonly PipeFileSystem _pipes = new(1, new ArrayPageStore(32), new ScriptedWaitQueueFactory(), new StepClock());
    private readonly ArrayBuffer _into = new(new byte[4096], IoDirection.FromFile);
    private readonly ArrayBuffer _from = new(new byte[4096], IoDirection.ToFile);

    public AllocationTests()
    {
        Check(_os.MakeDirectory("/a"));
        Check(_os.MakeDirectory("/a/b"));
        _os.WriteFile("/a/b/f", "x");
        Check(_os.Symlink("a/b", "/link"));
    }

    public void Dispose() => _os.Shutdown();

    [Fact]
    public void StatAllocatesNothing() => AssertFree(() =>
    {
        bool isRight = _os.Files.GetAttributes(_os.Context, null, "/link/../b/f"u8, LookupFlags.None, out _) == Errno.None;
        return isRight & _os.Files.GetAttributes(_os.Context, null, "/a/no"u8, LookupFlags.None, out _) == Errno.ENOENT;
    });

    [Fact]
    public void OpeningReadingWritingAndSeekingAllocateNothing() => AssertFree(() =>
    {
        Result<OpenFile> file = _os.Files.Open(_os.Context, null, "/a/b/f"u8, OpenFlags.ReadWrite | OpenFlags.Create, 0x1B6);
        bool isRight = file.Value.Write(_from).Value == 4096;
        isRight &= file.Value.Seek(0, SeekFrom.Start).Value == 0;
        isRight &= file.Value.Read(_into).Value == 4096;
        isRight &= file.Value.ReadAt(0, _into).Value == 4096;
        int descriptor = _os.Descriptors.Install(file.Value, true).Value;
        return isRight & _os.Descriptors.Close(descriptor) == Errno.None;
    });

    [Fact]
    public void ReadingADirectoryAllocatesNothing() => AssertFree(() =>
    {
        Result<OpenFile> file = _os.Files.Open(_os.Context, null, "/"u8, OpenFlags.Directory, 0);
        bool isRight = file.Value.ReadDirectory(_into).Value > 0;
        isRight &= file.Value.ReadDirectory(_into).Value == 0;
        file.Value.Release();
        return isRight;
    });

    [Fact]
    public void ChangingNamesAllocatesNothing() => AssertFree(() =>
    {
        bool isRight = _os.Names.MakeDirectory(_os.Context, null, "/d"u8, 0x1ED) == Errno.None;
        isRight &= _os.Names.MakeSymbolicLink(_os.Context, "target"u8, null, "/d/l"u8) == Errno.None;
        isRight &= _os.Names.Rename(_os.Context, null, "/d/l"u8, null, "/d/m"u8) == Errno.None;
        isRight &= _os.Names.Unlink(_os.Context, null, "/d/m"u8) == Errno.None;
        return isRight & _os.Names.RemoveDirectory(_os.Context, null, "/d"u8) == Errno.None;
    });

    [Fact]
    public void PipesAndLocksAllocateNothing() => AssertFree(() =>
    {
        bool isRight = _os.Files.OpenPipe(_pipes, OpenFlags.ReadOnly, out OpenFile? reader, out OpenFile? writer) == Errno.None;
        isRight &= writer!.Write(_from).Value == 4096;
        isRight &= reader!.Read(_into).Value == 4096;
        isRight &= _os.Locks.LockFile(reader, LockType.Write, waits: false) == Errno.None;
        reader.Release();
        writer.Release();
        return isRight;
    });

    private static void AssertFree(Func<bool> operation)
    {
        // Twice: the first round compiles.
        Assert.True(operation());
        Assert.True(operation());
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRight = operation();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(isRight);
        Assert.Equal(0, allocated);
    }
}
