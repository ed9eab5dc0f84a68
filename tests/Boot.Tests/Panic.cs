// Stands in for the kernel's panic: a test that gets here fails.
namespace Kernel.Diagnostics;

using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;

internal static class Panic
{
    [DoesNotReturn]
    public static void Stop(ReadOnlySpan<byte> reason) => throw new InvalidOperationException(Encoding.ASCII.GetString(reason));
}
