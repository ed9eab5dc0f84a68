// What the kernel cannot do without a host: say something, and end. Board chooses one of these first; LogPort and PowerOff use it.
namespace Kernel.Diagnostics;

using System;
using System.Diagnostics.CodeAnalysis;

/// <summary>Works from the first C# instructions and inside a panic: nothing here allocates, sleeps or needs an interrupt.</summary>
public abstract class HostLink
{
    /// <summary>Sends bytes to where the log goes; waits for room, but not for ever.</summary>
    public abstract void Write(ReadOnlySpan<byte> text);

    /// <summary>Waits until the host has taken all output, before the VM ends.</summary>
    /// <param name="isPatient">For as long as a slow reader on the host takes.</param>
    public abstract void Drain(bool isPatient);

    /// <summary>Tells the host how the app ended: <c>exit 3</c>, <c>signal 11</c> or <c>panic</c>, and a line feed.</summary>
    public abstract void Report(ReadOnlySpan<byte> status);

    /// <param name="isCrash">The kernel gave up.</param>
    [DoesNotReturn]
    public abstract void Stop(bool isCrash);
}
