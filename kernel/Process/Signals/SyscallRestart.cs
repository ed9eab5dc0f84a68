// What becomes of a syscall that a signal has interrupted, by its number; SignalDelivery asks.
namespace Kernel.Process.Signals;

/// <summary>The four ways of the kernel to say EINTR (include/linux/errno.h), and when the app is to see it (signal(7)).</summary>
public enum RestartRule : byte
{
    /// <summary>Always fails with EINTR.</summary>
    Never,

    /// <summary>Begins again unless a handler without SA_RESTART has run (ERESTARTSYS).</summary>
    UnlessHandled,

    /// <summary>Begins again unless a handler has run, with what is left of its time (ERESTARTNOHAND, ERESTART_RESTARTBLOCK).</summary>
    WithoutHandler,
}

public static class SyscallRestart
{
    private const ulong FutexCommand = 0x7F;

    /// <param name="number">The syscall that returned EINTR.</param>
    /// <param name="argument1">Its second argument, an operation of futex(2).</param>
    /// <param name="argument3">Its fourth, the time-out of futex(2).</param>
    public static RestartRule Of(ulong number, ulong argument1, ulong argument3) => number switch
    {
        // poll, select, nanosleep, pause, rt_sigsuspend, clock_nanosleep, pselect6, ppoll.
        7 or 23 or 34 or 35 or 130 or 230 or 270 or 271 => RestartRule.WithoutHandler,

        // rt_sigtimedwait, semtimedop, epoll_wait, epoll_pwait, epoll_pwait2; rt_sigreturn and execve are not interrupted.
        15 or 59 or 128 or 220 or 232 or 281 or 441 => RestartRule.Never,
        202 => IsTimedWait(argument1 & FutexCommand) && argument3 != 0 ? RestartRule.WithoutHandler : RestartRule.UnlessHandled,
        _ => RestartRule.UnlessHandled,
    };

    // FUTEX_WAIT and FUTEX_WAIT_BITSET.
    private static bool IsTimedWait(ulong operation) => operation is 0 or 9;
}
