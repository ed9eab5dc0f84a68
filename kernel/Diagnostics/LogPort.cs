// Where the bytes of the log and of a panic go: to the HostLink of the board. Called by Log, Panic and their parts.
namespace Kernel.Diagnostics;

using System;

internal static class LogPort
{
    /// <summary>Set by Board.Find; before that there is nothing to say and nobody to say it to.</summary>
    public static HostLink? Link { get; set; }

    public static void Write(ReadOnlySpan<byte> text) => Link?.Write(text);
}
