// Ends the VM and tells the host how the app ended. Called once, by the last exit of the app or by Panic.
namespace Kernel.Diagnostics;

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Abi;

public static class PowerOff
{
    private static bool s_isEnding;

    /// <summary>The app exited with a status, 0 to 255.</summary>
    [DoesNotReturn]
    public static void Exit(int status) => Finish("exit "u8, status);

    /// <summary>The app was killed by a signal, 1 to 64.</summary>
    [DoesNotReturn]
    public static void Signal(int signal) => Finish("signal "u8, signal);

    /// <summary>The kernel gave up.</summary>
    [DoesNotReturn]
    internal static void Panic() => End("panic\n"u8, isCrash: true);

    [DoesNotReturn]
    private static void Finish(ReadOnlySpan<byte> how, int value)
    {
        TextBuilder line = new(stackalloc byte[32]);
        line.Append(how);
        line.AppendDecimal(value);
        line.Append((byte)'\n');
        End(line.Text, isCrash: false);
    }

    [DoesNotReturn]
    private static void End(ReadOnlySpan<byte> status, bool isCrash)
    {
        HostLink? link = LogPort.Link;
        if (link is not null)
        {
            // A panic in here comes back here: then only the end itself is left to try.
            if (!s_isEnding)
            {
                s_isEnding = true;
                link.Report(status);
                link.Drain(isPatient: !isCrash);
            }

            link.Stop(isCrash);
        }

        // Before there was a host; or it did not end us.
        while (true)
        {
            Reset();
        }
    }

    [RuntimeImport("*", "cpu_reset")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Reset();
}
