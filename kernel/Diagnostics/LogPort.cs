// Polled output to the serial port that carries the log: works from the first C# instruction and inside a panic.
namespace Kernel.Diagnostics;

using System;
using System.Runtime;
using System.Runtime.CompilerServices;

internal static class LogPort
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

    private static ushort s_port;

    public static void Write(ReadOnlySpan<byte> text)
    {
        if (s_port == 0)
        {
            s_port = Exists(Com2) ? Com2 : Com1;
        }

        for (int i = 0; i < text.Length; i++)
        {
            Await(s_port, HoldingRegisterEmpty);
            Out8(s_port, text[i]);
        }
    }

    /// <summary>Waits until both ports have sent what they were given, before the VM ends.</summary>
    /// <param name="isPatient">For as long as a slow reader on the host takes.</param>
    public static void Drain(bool isPatient)
    {
        do
        {
            Await(Com1, TransmitterEmpty);
            Await(Com2, TransmitterEmpty);
        }
        while (isPatient && !(Has(Com1, TransmitterEmpty) && Has(Com2, TransmitterEmpty)));
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
}
