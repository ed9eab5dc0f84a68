// A console as a terminal sees it: a line that bytes come from and go to. ConsoleDevice is one; Vfs.Terminals.Terminal sits on it.
namespace Vfs.Device;

using System;

public abstract class LineDevice : CharacterDevice
{
    /// <summary>Who takes the bytes that come, instead of readers; null: readers do. Set while the system is put together.</summary>
    public LineSink? Sink { get; set; }

    /// <summary>Where to sleep until <see cref="WriteNow"/> takes more; null where it always takes all.</summary>
    public virtual WaitQueue? Writers => null;

    /// <summary>Sends what fits, without sleeping: also for an interrupt.</summary>
    /// <returns>Bytes sent.</returns>
    public abstract int WriteNow(ReadOnlySpan<byte> bytes);

    /// <summary>Takes in what has come. True when there was something.</summary>
    public abstract bool TakeInput();
}

/// <summary>Takes bytes off a line, in an interrupt as well: must not sleep.</summary>
public abstract class LineSink
{
    public abstract void Take(byte value);

    /// <summary>Nothing more will come.</summary>
    public abstract void End();

    /// <summary>The window in which the user sees the line has another size.</summary>
    public abstract void Resize(ushort columns, ushort rows);
}
