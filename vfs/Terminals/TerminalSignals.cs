// Whom a terminal tells of its keys: the kernel turns them into signals. Set into Terminal once there is a process.
namespace Vfs.Terminals;

public enum TerminalKey
{
    Interrupt,
    Quit,
    Suspend,

    /// <summary>No key: the other side has hung up.</summary>
    HangUp,

    /// <summary>No key: the window has another size.</summary>
    Resize,
}

/// <summary>Called in interrupts as well: must not sleep.</summary>
public abstract class TerminalSignals
{
    public abstract void Send(TerminalKey key);
}
