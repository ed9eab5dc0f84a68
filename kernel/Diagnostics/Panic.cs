// The end of the kernel when an invariant is broken: says why and where, and stops the VM.
namespace Kernel.Diagnostics;

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime.CompilerHelpers;
using Kernel.Arch.X64;

public static unsafe class Panic
{
    /// <summary>Bytes of hidden log lines that a panic shows.</summary>
    private const int LogTail = 2048;

    private static bool s_isStopping;

    [DoesNotReturn]
    public static void Stop(ReadOnlySpan<byte> reason)
    {
        Begin(reason);
        StackTrace.Write(FramePointer());
        Finish();
    }

    /// <summary>Stops for an exception in the kernel; the backtrace begins where <paramref name="frame"/> was interrupted.</summary>
    [DoesNotReturn]
    public static void Stop(ReadOnlySpan<byte> reason, TrapFrame* frame)
    {
        Begin(reason);
        RegisterDump.Write(frame);
        if (!frame->IsUser)
        {
            StackTrace.Write(frame->Rip, frame->Rsp, frame->Rbp);
        }

        Finish();
    }

    private static void Begin(ReadOnlySpan<byte> reason)
    {
        if (s_isStopping)
        {
            LogPort.Write("panic while stopping: "u8);
            LogPort.Write(reason);
            LogPort.Write("\r\n"u8);
            PowerOff.Panic();
        }

        s_isStopping = true;
        if (!LogRing.IsEmpty)
        {
            LogPort.Write("the last log lines that were hidden:\r\n"u8);
            LogRing.Show(LogTail);
        }

        LogPort.Write("panic: "u8);
        LogPort.Write(reason);
        LogPort.Write("\r\n"u8);
    }

    [DoesNotReturn]
    private static void Finish() => PowerOff.Panic();

    /// <summary>Compiled code gave up: a failed bounds check, an overflow, an allocation after boot (CoreLib, boot/Runtime.S).</summary>
    [RuntimeExport("runtime_fail")]
    private static void Fail(RuntimeFailure failure) => Stop(Describe(failure));

    private static ReadOnlySpan<byte> Describe(RuntimeFailure failure) => failure switch
    {
        RuntimeFailure.IndexOutOfRange => "index out of range"u8,
        RuntimeFailure.DivideByZero => "division by zero"u8,
        RuntimeFailure.NullReference => "null reference"u8,
        RuntimeFailure.Overflow => "arithmetic overflow"u8,
        RuntimeFailure.InvalidCast => "invalid cast"u8,
        RuntimeFailure.InvalidOperation => "invalid operation"u8,
        RuntimeFailure.ArgumentOutOfRange => "argument out of range"u8,
        RuntimeFailure.Argument => "bad argument"u8,
        RuntimeFailure.RemovedBody => "a method that the compiler removed was called"u8,
        RuntimeFailure.BootHeapExhausted => "allocation after boot, or boot heap too small"u8,
        RuntimeFailure.StackOverrun => "stack buffer overrun"u8,
        _ => "unknown failure"u8,
    };

    [RuntimeImport("*", "cpu_frame_pointer")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong FramePointer();
}
