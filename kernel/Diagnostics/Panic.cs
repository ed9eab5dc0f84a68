// The end of the kernel when an invariant is broken: says why and where, and stops the VM.
namespace Kernel.Diagnostics;

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using Internal.Runtime.CompilerHelpers;

public static unsafe class Panic
{
    [DoesNotReturn]
    public static void Stop(ReadOnlySpan<byte> reason)
    {
        LogPort.Write("panic: "u8);
        LogPort.Write(reason);
        LogPort.Write("\r\n"u8);
        PowerOff.Panic();
    }

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
}
