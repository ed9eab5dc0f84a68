// Signal numbers and their names (signal(7), x86-64); the report of a killed app prints them, the signal syscalls use them.
namespace Kernel.Process;

using System;

/// <summary>The signals that the kernel itself sends or treats specially.</summary>
public enum Signal
{
    None = 0,
    HangUp = 1,
    Interrupt = 2,
    Quit = 3,
    IllegalInstruction = 4,
    Trap = 5,
    Abort = 6,
    Bus = 7,
    FloatingPoint = 8,
    Kill = 9,
    SegmentationViolation = 11,
    BrokenPipe = 13,
    Alarm = 14,
    Terminate = 15,
    Child = 17,
    Continue = 18,
    Stop = 19,
    KeyboardStop = 20,
    TerminalInput = 21,
    TerminalOutput = 22,
    Urgent = 23,
    VirtualAlarm = 26,
    Profiling = 27,
    WindowChange = 28,
    SystemCall = 31,

    /// <summary>The first realtime signal that a C library leaves to programs.</summary>
    FirstRealTime = 34,
    Last = 64,
}

public static class SignalName
{
    private static ReadOnlySpan<byte> Names =>
        "SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM SIGSTKFLT "u8
        + "SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO SIGPWR SIGSYS "u8;

    /// <summary>"SIGSEGV" and the like; "a realtime signal" above 31.</summary>
    public static ReadOnlySpan<byte> Of(Signal signal)
    {
        if (signal is < (Signal)1 or > Signal.SystemCall)
        {
            return "a realtime signal"u8;
        }

        ReadOnlySpan<byte> names = Names;
        for (int index = 1; index < (int)signal; index++)
        {
            names = names.Slice(names.IndexOf((byte)' ') + 1);
        }

        return names.Slice(0, names.IndexOf((byte)' '));
    }
}
