// The sizes that Linux's headers give the structures which syscalls exchange with the app; a wrong one would overwrite its memory.
namespace Process.Tests;

using System.Runtime.CompilerServices;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Xunit;

public sealed class StructureSizeTests
{
    [Fact]
    public void StructuresHaveTheSizesOfLinux()
    {
        Assert.Equal(16, Unsafe.SizeOf<Timespec>());
        Assert.Equal(144, Unsafe.SizeOf<FileStatus>());
        Assert.Equal(256, Unsafe.SizeOf<ExtendedFileStatus>());
        Assert.Equal(16, Unsafe.SizeOf<ExtendedTimestamp>());
        Assert.Equal(120, Unsafe.SizeOf<FileSystemStatus>());
        Assert.Equal(390, Unsafe.SizeOf<SystemName>());
        Assert.Equal(112, Unsafe.SizeOf<SystemMemory>());
        Assert.Equal(16, Unsafe.SizeOf<ResourceLimit>());
        Assert.Equal(144, Unsafe.SizeOf<ResourceUsage>());
        Assert.Equal(32, Unsafe.SizeOf<ProcessTimes>());
        Assert.Equal(16, Unsafe.SizeOf<TimeValue>());
        Assert.Equal(16, Unsafe.SizeOf<IoVector>());
        Assert.Equal(8, Unsafe.SizeOf<PollDescriptor>());
        Assert.Equal(32, Unsafe.SizeOf<SignalAction>());
        Assert.Equal(24, Unsafe.SizeOf<SignalStack>());
        Assert.Equal(88, Unsafe.SizeOf<CloneArguments>());
        Assert.Equal(32, Unsafe.SizeOf<RecordLock>());
    }

    [Fact]
    public void StatusFieldsLieWhereLinuxPutsThem()
    {
        var status = new FileStatus { Mode = 0x11223344, Size = 0x55, AccessTime = new Timespec(0x77, 0x88) };
        System.Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(new System.Span<FileStatus>(ref status));
        Assert.Equal(0x44, bytes[24]);
        Assert.Equal(0x55, bytes[48]);
        Assert.Equal(0x77, bytes[72]);
        Assert.Equal(0x88, bytes[80]);
    }

    [Fact]
    public void ExtendedStatusFieldsLieWhereLinuxPutsThem()
    {
        var status = new ExtendedFileStatus
        {
            Mode = 0x1122,
            Size = 0x55,
            ModifyTime = new ExtendedTimestamp { Seconds = 0x77 },
            DeviceMinor = 0x99,
        };
        System.Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(new System.Span<ExtendedFileStatus>(ref status));
        Assert.Equal(0x22, bytes[28]);
        Assert.Equal(0x55, bytes[40]);
        Assert.Equal(0x77, bytes[112]);
        Assert.Equal(0x99, bytes[140]);
    }
}
