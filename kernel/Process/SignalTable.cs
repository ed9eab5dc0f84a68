// What the app wants to happen on each signal (sigaction(2)) and which signals wait for the process as a whole.
// The signal syscalls fill it; SignalSender acts by it.
namespace Kernel.Process;

using Kernel.Abi.Structures;

/// <summary>One per process; handlers are stored and reported, not called.</summary>
public sealed class SignalTable
{
    private const ulong CannotBeBlocked = (1ul << ((int)Signal.Kill - 1)) | (1ul << ((int)Signal.Stop - 1));

    private readonly SignalAction[] _actions = new SignalAction[(int)Signal.Last];

    /// <summary>Signals sent to the process that every thread blocked, bit n-1 for signal n.</summary>
    public ulong Pending { get; set; }

    public ref SignalAction ActionOf(Signal signal) => ref _actions[(int)signal - 1];

    public static bool IsValid(int number) => number is >= 1 and <= (int)Signal.Last;

    public static ulong BitOf(Signal signal) => 1ul << ((int)signal - 1);

    /// <summary>A mask without the two signals that cannot be blocked.</summary>
    public static ulong Maskable(ulong mask) => mask & ~CannotBeBlocked;

    /// <summary>Whether the default action is to do nothing (signal(7)); stopping counts, for nobody could continue.</summary>
    public static bool IsIgnoredByDefault(Signal signal) => signal is Signal.Child or Signal.Continue or Signal.Urgent
        or Signal.WindowChange or Signal.Stop or Signal.KeyboardStop or Signal.TerminalInput or Signal.TerminalOutput;
}
