// Ends the VM and tells the host how the app ended. Called once, by the last exit of the app or by Panic.
namespace Kernel.Diagnostics;

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Abi;

public static class PowerOff
{
    /// <summary>QEMU's debugcon: one line that the run script turns into its exit code.</summary>
    private const ushort StatusPort = 0xE9;

    /// <summary>QEMU's isa-debug-exit: any write ends QEMU.</summary>
    private const ushort ExitPort = 0xF4;

    /// <summary>PM1a control of QEMU's chipsets.</summary>
    private const ushort AcpiControlPort = 0x604;
    private const ushort AcpiSleepEnable = 0x2000;

    /// <summary>The app exited with a status, 0 to 255.</summary>
    [DoesNotReturn]
    public static void Exit(int status) => Finish("exit "u8, status);

    /// <summary>The app was killed by a signal, 1 to 64.</summary>
    [DoesNotReturn]
    public static void Signal(int signal) => Finish("signal "u8, signal);

    /// <summary>The kernel gave up.</summary>
    [DoesNotReturn]
    internal static void Panic()
    {
        WriteStatus("panic\n"u8);
        LogPort.Drain(isPatient: false);
        Stop();
    }

    [DoesNotReturn]
    private static void Finish(ReadOnlySpan<byte> how, int value)
    {
        TextBuilder line = new(stackalloc byte[32]);
        line.Append(how);
        line.AppendDecimal(value);
        line.Append((byte)'\n');
        WriteStatus(line.Text);
        LogPort.Drain(isPatient: true);
        Stop();
    }

    private static void WriteStatus(ReadOnlySpan<byte> line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            Out8(StatusPort, line[i]);
        }
    }

    [DoesNotReturn]
    private static void Stop()
    {
        Out8(ExitPort, 0);

        // No such device: ACPI's soft-off as QEMU's pc and q35 have it, then a reset, which -no-reboot turns into an end.
        Out16(AcpiControlPort, AcpiSleepEnable);
        while (true)
        {
            Reset();
        }
    }

    [RuntimeImport("*", "cpu_out8")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Out8(ushort port, byte value);

    [RuntimeImport("*", "cpu_out16")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Out16(ushort port, ushort value);

    [RuntimeImport("*", "cpu_reset")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Reset();
}
