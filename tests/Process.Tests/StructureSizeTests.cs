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
        Assert.Equal(128, Unsafe.SizeOf<SignalRecord>());
        Assert.Equal(SignalFrame.Size, Unsafe.SizeOf<SignalFrame>());
        Assert.Equal(304, Unsafe.SizeOf<UserContext>());
        Assert.Equal(256, Unsafe.SizeOf<SignalContext>());
        Assert.Equal(88, Unsafe.SizeOf<CloneArguments>());
        Assert.Equal(32, Unsafe.SizeOf<RecordLock>());
    }

    [Fact]
    public void PartsOfASignalFrameLieWhereHandlersLookForThem()
    {
        var frame = default(SignalFrame);
        frame.Context.Registers.R8 = 1;
        frame.Context.Registers.Rip = 2;
        frame.Context.Registers.Cs = 3;
        frame.Context.Registers.FloatingPoint = 4;
        frame.Context.Mask = 5;
        frame.Information = new SignalRecord(SignalInformation.Fault(11, 1, 6));
        System.Span<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(new System.Span<SignalFrame>(ref frame));
        int context = SignalFrame.ContextOffset;
        Assert.Equal(1, bytes[context + 40]);
        Assert.Equal(2, bytes[context + 40 + 128]);
        Assert.Equal(3, bytes[context + 40 + 144]);
        Assert.Equal(4, bytes[context + 40 + 184]);
        Assert.Equal(5, bytes[context + 296]);
        Assert.Equal(11, bytes[SignalFrame.InformationOffset]);
        Assert.Equal(1, bytes[SignalFrame.InformationOffset + 8]);
        Assert.Equal(6, bytes[SignalFrame.InformationOffset + 16]);
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
