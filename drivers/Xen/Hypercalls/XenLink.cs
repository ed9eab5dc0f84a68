// Xen as the host: the log goes to a PV console, the exit status to the store, and Xen is told why the domain ends. XenBoard makes it.
namespace Drivers.Xen.Hypercalls;

using System;
using System.Diagnostics.CodeAnalysis;
using Kernel.Diagnostics;

public sealed class XenLink : HostLink
{
    private readonly ConsoleOutlet _console;

    /// <param name="console">The domain's first.</param>
    public XenLink(ConsoleOutlet console)
    {
        _console = console;
    }

    /// <summary>Where the log goes once there is a console for errors; null: with everything else.</summary>
    public ConsoleOutlet? Errors { get; set; }

    /// <summary>Null until the store can be written to.</summary>
    public StatusRecord? Status { get; set; }

    /// <summary>The toolstack wants the domain to be started again when it has ended.</summary>
    public bool IsRebootAsked { get; set; }

    /// <summary>Somebody reads the first console at a terminal, which is raw: a line has to bring the cursor back.</summary>
    public bool IsOnTerminal { get; set; }

    public override void Write(ReadOnlySpan<byte> text)
    {
        // A console for errors is served by the same QEMU as the shares are: when that dies, this is what has to be said.
        ConsoleOutlet console = Errors is { IsAbandoned: false } ? Errors : _console;
        int end = console == _console && IsOnTerminal ? text.IndexOf((byte)'\n') : -1;
        for (; end >= 0; end = text.IndexOf((byte)'\n'))
        {
            console.Write(text.Slice(0, end));
            console.Write("\r\n"u8);
            text = text.Slice(end + 1);
        }

        console.Write(text);
    }

    public override void Drain(bool isPatient)
    {
        _console.Drain(isPatient);
        Errors?.Drain(isPatient);
    }

    public override void Report(ReadOnlySpan<byte> status) => Status?.Write(status.Slice(0, status.Length - 1));

    [DoesNotReturn]
    public override void Stop(bool isCrash) => XenScheduler.ShutDown(
        isCrash ? XenScheduler.Crashed : IsRebootAsked ? XenScheduler.Rebooted : XenScheduler.PoweredOff);
}
