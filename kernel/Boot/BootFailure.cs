// Ends the VM when it cannot even start the app: one line on stderr, and the exit status that the run script passes on.
namespace Kernel.Boot;

using System;
using System.Diagnostics.CodeAnalysis;
using Kernel.Abi;
using Kernel.Diagnostics;

public static class BootFailure
{
    /// <summary>The share, an option or the memory is at fault, not the app.</summary>
    public const int Status = 125;

    /// <summary>Bytes: room for a list of the tags that as many shares have as can be mounted, of 31 bytes each in QEMU.</summary>
    public const int LongestText = 256 + (Limits.Mounts * 33);

    /// <summary>Says <c>ninesharp: subject: reason</c> and powers off; does not return.</summary>
    [DoesNotReturn]
    public static void Stop(int status, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> reason)
    {
        var line = new TextBuilder(stackalloc byte[LongestText]);
        line.Append("ninesharp: "u8);
        line.Append(subject);
        line.Append(subject.IsEmpty || reason.IsEmpty ? ""u8 : ": "u8);
        line.Append(reason);
        Log.Write(LogLevel.Error, line.Text);
        PowerOff.Exit(status);
    }
}
