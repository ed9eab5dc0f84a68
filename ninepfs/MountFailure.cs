// Why a share could not be mounted: the step and its errno, for the one line that the user reads.
namespace NinePFs;

using System;
using Kernel.Abi;

/// <summary>The step of a mount that failed.</summary>
public enum MountStep : byte
{
    None,

    /// <summary>A word of rootflags= means nothing to us.</summary>
    Options,

    /// <summary>Tversion got no answer, or an error.</summary>
    Version,

    /// <summary>The server does not speak 9P2000.L.</summary>
    Dialect,

    /// <summary>The server answered an msize above the one asked for or below 4096.</summary>
    MessageSize,

    /// <summary>Tattach was refused: the user, or the name of the export.</summary>
    Attach,

    /// <summary>What the server exports is not a directory.</summary>
    RootNotDirectory,

    /// <summary>A table of our own is too small.</summary>
    Resources,
}

public readonly struct MountFailure(MountStep step, Errno error)
{
    public readonly MountStep Step = step;
    public readonly Errno Error = error;

    public bool IsFailure => Step != MountStep.None;

    /// <summary>What went wrong, e.g. <c>the server refused Tattach (errno 13)</c>; the caller names the share.</summary>
    public void AppendTo(ref TextBuilder text)
    {
        text.Append(Reason);
        text.Append(" (errno "u8);
        text.AppendDecimal((long)Error);
        text.Append((byte)')');
    }

    private ReadOnlySpan<byte> Reason => Step switch
    {
        MountStep.Options => "unknown mount option"u8,
        MountStep.Version => "the server did not accept Tversion"u8,
        MountStep.Dialect => "the server does not speak 9P2000.L"u8,
        MountStep.MessageSize => "the server answered an impossible msize"u8,
        MountStep.Attach => "the server refused Tattach"u8,
        MountStep.RootNotDirectory => "the root of the export is not a directory"u8,
        MountStep.Resources => "too few requests, fids or nodes"u8,
        _ => "mounted"u8,
    };
}
