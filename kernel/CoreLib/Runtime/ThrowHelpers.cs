// Where failed bounds checks and overflows end: there are no exceptions, so each stops the machine with a backtrace.
// ILC finds the methods by name. runtime_fail is Kernel.Diagnostics.Panic.
namespace Internal.Runtime.CompilerHelpers;

using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

/// <summary>Why compiled code gave up; Panic turns it into words.</summary>
public enum RuntimeFailure
{
    IndexOutOfRange,
    DivideByZero,
    NullReference,
    Overflow,
    InvalidCast,
    InvalidOperation,
    ArgumentOutOfRange,
    Argument,
    RemovedBody,
    BootHeapExhausted,
    StackOverrun,
}

internal static class ThrowHelpers
{
    [DoesNotReturn]
    internal static void ThrowIndexOutOfRangeException() => Stop(RuntimeFailure.IndexOutOfRange);

    [DoesNotReturn]
    internal static void ThrowInvalidCastException() => Stop(RuntimeFailure.InvalidCast);

    [DoesNotReturn]
    internal static void ThrowInvalidOperationException() => Stop(RuntimeFailure.InvalidOperation);

    [DoesNotReturn]
    internal static void ThrowOverflowException() => Stop(RuntimeFailure.Overflow);

    [DoesNotReturn]
    internal static void ThrowArgumentException() => Stop(RuntimeFailure.Argument);

    [DoesNotReturn]
    internal static void ThrowArgumentOutOfRangeException() => Stop(RuntimeFailure.ArgumentOutOfRange);

    private static void ThrowDivideByZeroException() => Stop(RuntimeFailure.DivideByZero);

    private static void ThrowNullReferenceException() => Stop(RuntimeFailure.NullReference);

    private static void ThrowFeatureBodyRemoved() => Stop(RuntimeFailure.RemovedBody);

    private static void ThrowInstanceBodyRemoved() => Stop(RuntimeFailure.RemovedBody);

    private static void ThrowUnavailableType() => Stop(RuntimeFailure.RemovedBody);

    private static void ThrowBodyRemoved() => Stop(RuntimeFailure.RemovedBody);

    private static void ThrowPlatformNotSupportedException() => Stop(RuntimeFailure.RemovedBody);

    private static void ThrowNotImplementedException() => Stop(RuntimeFailure.RemovedBody);

    [DoesNotReturn]
    private static void Stop(RuntimeFailure failure)
    {
        Fail(failure);
        while (true)
        {
        }
    }

    [RuntimeImport("*", "runtime_fail")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Fail(RuntimeFailure failure);
}
