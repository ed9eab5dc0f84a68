// The end of the kernel by an exception of its own: names what happened for the panic message. Called by TrapEntry and ExceptionTable.
namespace Kernel.Interrupts;

using System;
using System.Diagnostics.CodeAnalysis;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Memory;

public static unsafe class KernelException
{
    [DoesNotReturn]
    public static void Stop(TrapFrame* frame)
    {
        ulong address = Cpu.ReadCr2();
        bool isMemory = frame->Vector is ExceptionVector.PageFault or ExceptionVector.DoubleFault;
        if (isMemory)
        {
            Log.WriteHex(LogLevel.Error, "exception: fault address "u8, address);
        }

        Log.WriteHex(LogLevel.Error, "exception: error code "u8, frame->Error);
        bool isOverflow = isMemory && KernelStacks.IsGuard(address);
        Panic.Stop(isOverflow ? "kernel stack overflow"u8 : Describe((int)frame->Vector), frame);
    }

    private static ReadOnlySpan<byte> Describe(int vector) => vector switch
    {
        ExceptionVector.DivideError => "divide error in the kernel"u8,
        ExceptionVector.Debug => "debug exception in the kernel"u8,
        ExceptionVector.NonMaskable => "non-maskable interrupt"u8,
        ExceptionVector.Breakpoint => "breakpoint in the kernel"u8,
        ExceptionVector.InvalidOpcode => "invalid opcode in the kernel"u8,
        ExceptionVector.DeviceNotAvailable => "x87 not available in the kernel"u8,
        ExceptionVector.DoubleFault => "double fault"u8,
        ExceptionVector.InvalidTaskState => "invalid task state"u8,
        ExceptionVector.SegmentNotPresent => "segment not present in the kernel"u8,
        ExceptionVector.StackFault => "stack fault in the kernel"u8,
        ExceptionVector.GeneralProtection => "general protection fault in the kernel"u8,
        ExceptionVector.PageFault => "page fault in the kernel"u8,
        ExceptionVector.MachineCheck => "machine check"u8,
        ExceptionVector.SimdFloatingPoint => "floating-point exception in the kernel"u8,
        _ => "unexpected exception"u8,
    };
}
