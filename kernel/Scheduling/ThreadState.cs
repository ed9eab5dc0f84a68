// What a thread is doing; kept by the scheduler, shown in /proc/self/task.
namespace Kernel.Scheduling;

public enum ThreadState : byte
{
    /// <summary>The slot is in the pool.</summary>
    Free,

    /// <summary>In the queue of those that could run.</summary>
    Ready,

    Running,

    /// <summary>Asleep until woken; <see cref="Thread.IsInterruptible"/> says whether a signal ends it.</summary>
    Blocked,

    /// <summary>Has ended; its stack is given back as soon as another thread runs.</summary>
    Dead,
}
