// /dev: what each device does with bytes, and that it looks like Linux's to stat and ls.
namespace Vfs.Tests.Device;

using System;
using System.Collections.Generic;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Device;
using Vfs.Ram;
using Vfs.Terminals;
using Xunit;
using static global::Tests.Shared.TestSystem;

public sealed class DeviceFileSystemTests : IDisposable
{
    private readonly TestSystem _os = new(new RamFileSystem(8, 0x1ED, new ArrayPageStore(8), new StepClock()));
    private readonly EchoDevice _console = new();
    private readonly EchoDevice _errors = new();
    private readonly DeviceFileSystem _devices;

    public DeviceFileSystemTests()
    {
        _devices = new DeviceFileSystem(8, _console, _errors, _console, new CountingEntropy(), new StepClock());
        Check(_os.Mounts.MountAt(_os.Context, "/dev"u8, _devices, false, "devtmpfs"u8, default));
    }

    public void Dispose()
    {
        _os.Shutdown();
        Assert.Equal(0, _devices.InUse);
    }

    [Fact]
    public void NullSwallowsAndIsEmpty()
    {
        OpenFile file = _os.Open("/dev/null", OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Truncate);
        Assert.Equal(5, Write(file, "bytes"));
        Assert.Equal("", ReadText(file));
        Assert.Equal(0, Check(file.Seek(100, SeekFrom.Start)));
        file.Release();
    }

    [Fact]
    public void ZeroGivesZerosAndFullHasNoRoom()
    {
        OpenFile zero = _os.Open("/dev/zero", OpenFlags.ReadWrite);
        Assert.Equal(new byte[100], Read(zero, 100));
        Assert.Equal(3, Write(zero, "abc"));
        zero.Release();
        OpenFile full = _os.Open("/dev/full", OpenFlags.ReadWrite);
        Assert.Equal(new byte[100], Read(full, 100));
        Assert.Equal(Errno.ENOSPC, full.Write(new ArrayBuffer(new byte[1], IoDirection.ToFile)).Error);
        full.Release();
    }

    [Fact]
    public void ZeroFillsMoreThanCanBePinned()
    {
        var buffer = new ArrayBuffer(new byte[10_000], IoDirection.FromFile) { LongestPin = 4096 };
        Array.Fill(buffer.Bytes, (byte)1);
        OpenFile zero = _os.Open("/dev/zero", OpenFlags.ReadOnly);
        Assert.Equal(10_000, Check(zero.Read(buffer)));
        Assert.All(buffer.Bytes, value => Assert.Equal(0, value));
        buffer.FaultsFrom = 9_000;
        Assert.InRange(Check(zero.Read(buffer)), 1, 9_000);
        buffer.FaultsFrom = 0;
        Assert.Equal(Errno.EFAULT, zero.Read(buffer).Error);
        zero.Release();
    }

    [Theory]
    [InlineData("/dev/random")]
    [InlineData("/dev/urandom")]
    public void RandomFillsTheWholeBuffer(string path)
    {
        OpenFile file = _os.Open(path);
        byte[] bytes = Read(file, 1000);
        Assert.Equal(1000, bytes.Length);
        Assert.All(bytes, value => Assert.NotEqual(0, value));
        file.Release();
    }

    [Fact]
    public void ConsolesAreTheirDevices()
    {
        OpenFile console = _os.Open("/dev/console", OpenFlags.ReadWrite);
        OpenFile errors = _os.Open("/dev/ttyS1", OpenFlags.WriteOnly);
        Write(console, "out");
        Write(errors, "err");
        Assert.Equal(3, _console.Written);
        Assert.Equal(3, _errors.Written);
        Assert.Equal(Errno.ESPIPE, console.Seek(0, SeekFrom.Current).Error);
        Assert.Equal(Errno.ESPIPE, console.ReadAt(0, new ArrayBuffer(new byte[1], IoDirection.FromFile)).Error);
        console.Release();
        errors.Release();
    }

    [Fact]
    public void ReadOnlyMountDoesNotStopDevices()
    {
        var devices = new DeviceFileSystem(8, _console, _errors, _console, new CountingEntropy(), new StepClock());
        Check(_os.Mounts.MountAt(_os.Context, "/dev2"u8, devices, true, default, default));
        Assert.Equal(Errno.None, _os.OpenError("/dev2/null", OpenFlags.WriteOnly));
    }

    [Fact]
    public void NumbersAndModesAreLinuxs()
    {
        Assert.Equal((0x21B6u, 0x103ul), (_os.Stat("/dev/null").Mode, _os.Stat("/dev/null").SpecialDevice));
        Assert.Equal((0x21B6u, 0x109ul), (_os.Stat("/dev/urandom").Mode, _os.Stat("/dev/urandom").SpecialDevice));
        Assert.Equal(0x41EDu, _os.Stat("/dev").Mode);
    }

    [Fact]
    public void AConsoleIsACharacterDeviceOnlyWhenAUserSitsThere()
    {
        Assert.Equal((0x1180u, 0ul), (_os.Stat("/dev/console").Mode, _os.Stat("/dev/console").SpecialDevice));
        Assert.Equal((0x11B6u, 0ul), (_os.Stat("/dev/ttyS0").Mode, _os.Stat("/dev/ttyS0").SpecialDevice));
        var terminal = new Terminal(new SilentLine(), new ScriptedWaitQueue(), new SteppedClock(), 80, 24);
        var devices = new DeviceFileSystem(8, terminal, _errors, terminal, new CountingEntropy(), new StepClock());
        Check(_os.Mounts.MountAt(_os.Context, "/dev2"u8, devices, true, default, default));
        Assert.Equal((0x2180u, 0x501ul), (_os.Stat("/dev2/console").Mode, _os.Stat("/dev2/console").SpecialDevice));
        Assert.Equal((0x21B6u, 0x440ul), (_os.Stat("/dev2/ttyS0").Mode, _os.Stat("/dev2/ttyS0").SpecialDevice));
        Assert.Equal((0x11B6u, 0ul), (_os.Stat("/dev2/ttyS1").Mode, _os.Stat("/dev2/ttyS1").SpecialDevice));
    }

    [Fact]
    public void TheEndOfAStreamIsReadyForWhatItIsOpenFor()
    {
        OpenFile input = _os.Open("/dev/console", OpenFlags.ReadOnly);
        OpenFile output = _os.Open("/dev/ttyS0", OpenFlags.WriteOnly);
        Assert.Equal(PollEvents.Read, input.Node.Poll(input));
        Assert.Equal(PollEvents.Write, output.Node.Poll(output));
        input.Release();
        output.Release();
    }

    [Fact]
    public void StandardStreamsAreLinks()
    {
        Assert.Equal("/proc/self/fd/0", _os.ReadLink("/dev/stdin"));
        Assert.Equal("/proc/self/fd/1", _os.ReadLink("/dev/stdout"));
        Assert.Equal("/proc/self/fd/2", _os.ReadLink("/dev/stderr"));
        Assert.Equal("/proc/self/fd", _os.ReadLink("/dev/fd"));
    }

    [Fact]
    public void EverythingListedIsThere()
    {
        List<string> names = _os.List("/dev");
        Assert.Equal(13, names.Count);
        Assert.All(names, name => Assert.Equal(Errno.None, _os.StatError("/dev/" + name, LookupFlags.NoFollow)));
        OpenFile file = _os.Open("/dev");
        Assert.Equal(15, DirectoryRecord.ReadAll(file, 280).Select(record => record.Name).Distinct().Count());
        file.Release();
    }

    [Fact]
    public void NothingIsMadeOrRemoved()
    {
        Assert.Equal(Errno.ENOENT, _os.StatError("/dev/no"));
        Assert.Equal(Errno.EROFS, _os.OpenError("/dev/no", OpenFlags.WriteOnly | OpenFlags.Create));
        Assert.Equal(Errno.EROFS, _os.MakeDirectory("/dev/d"));
        Assert.Equal(Errno.EROFS, _os.Unlink("/dev/null"));
        Assert.Equal(Errno.ENOTDIR, _os.StatError("/dev/null/x"));
    }

    [Fact]
    public void PoolOfNodesEndsInEnfile()
    {
        var held = new List<OpenFile>();
        foreach (string name in new[] { "null", "zero", "full", "random", "urandom", "console", "tty" })
        {
            held.Add(_os.Open("/dev/" + name, OpenFlags.Path));
        }

        Assert.Equal(Errno.ENFILE, _os.OpenError("/dev/ttyS0"));
        Assert.Equal(Errno.None, _os.OpenError("/dev/null"));
        held.ForEach(file => file.Release());
        Assert.Equal(1, _devices.InUse);
    }

    private sealed class CountingEntropy : EntropySource
    {
        private byte _next;

        public override void Fill(Span<byte> bytes)
        {
            for (int index = 0; index < bytes.Length; index++)
            {
                bytes[index] = (byte)(++_next | 1);
            }
        }
    }

    private sealed class EchoDevice : CharacterDevice
    {
        public int Written { get; private set; }

        public override Result<int> Read(OpenFile file, IoBuffer into) => 0;

        public override Result<int> Write(OpenFile file, IoBuffer from)
        {
            Written += from.Length;
            return from.Length;
        }
    }

    private sealed class SilentLine : LineDevice
    {
        public override int WriteNow(ReadOnlySpan<byte> bytes) => bytes.Length;

        public override bool TakeInput() => false;

        public override Result<int> Read(OpenFile file, IoBuffer into) => 0;

        public override Result<int> Write(OpenFile file, IoBuffer from) => from.Length;
    }
}
