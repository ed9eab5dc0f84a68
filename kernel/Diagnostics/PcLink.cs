// QEMU's PC as the host: the log goes to a serial port by polling, the exit status to the debug console. PcBoard makes it.
namespace Kernel.Diagnostics;

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

public sealed class PcLink : HostLink
{
    private const ushort Com1 = 0x3F8;
    private const ushort Com2 = 0x2F8;

    // 16550 registers.
    private const int LineStatus = 5;
    private const int Scratch = 7;
    private const byte HoldingRegisterEmpty = 0x20;
    private const byte TransmitterEmpty = 0x40;

    // Status reads before a port counts as stuck; each costs a VM exit.
    private const int Patience = 100_000;

    /// <summary>QEMU's debugcon: one line that the run script turns into its exit code.</summary>
    private const ushort StatusPort = 0xE9;

    /// <summary>QEMU's isa-debug-exit: any write ends QEMU.</summary>
    private const ushort ExitPort = 0xF4;

    /// <summary>PM1a control of QEMU's chipsets.</summary>
    private const ushort AcpiControlPort = 0x604;
    private const ushort AcpiSleepEnable = 0x2000;

    private ushort _port;

    /// <summary>To the second port or, where there is none, to the first.</summary>
    public override void Write(ReadOnlySpan<byte> text)
    {
        if (_port == 0)
        {
            _port = Exists(Com2) ? Com2 : Com1;
        }

        for (int i = 0; i < text.Length; i++)
        {
            Await(_port, HoldingRegisterEmpty);
            Out8(_port, text[i]);
        }
    }

    public override void Drain(bool isPatient)
    {
        do
        {
            Await(Com1, TransmitterEmpty);
            Await(Com2, TransmitterEmpty);
        }
        while (isPatient && !(Has(Com1, TransmitterEmpty) && Has(Com2, TransmitterEmpty)));
    }

    public override void Report(ReadOnlySpan<byte> status)
    {
        for (int i = 0; i < status.Length; i++)
        {
            Out8(StatusPort, status[i]);
        }
    }

    [DoesNotReturn]
    public override void Stop(bool isCrash)
    {
        Out8(ExitPort, 0);

        // No such device: ACPI's soft-off as QEMU's pc and q35 have it, then a reset, which -no-reboot turns into an end.
        Out16(AcpiControlPort, AcpiSleepEnable);
        while (true)
        {
            Reset();
        }
    }

    /// <summary>A stuck or absent port must not hang a panic.</summary>
    private static void Await(ushort port, byte status)
    {
        for (int i = 0; !Has(port, status) && i < Patience; i++)
        {
        }
    }

    // A port that is not there reads as all ones.
    private static bool Has(ushort port, byte status) => (In8((ushort)(port + LineStatus)) & status) != 0;

    private static bool Exists(ushort port)
    {
        Out8((ushort)(port + Scratch), 0x5A);
        return In8((ushort)(port + Scratch)) == 0x5A;
    }

    [RuntimeImport("*", "cpu_in8")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte In8(ushort port);

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
