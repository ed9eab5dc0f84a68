// What the processor does when no thread can run: spins on devices whose answer is near, then halts until an interrupt.
// Runs on the stack of the thread that went to sleep last.
namespace Kernel.Scheduling;

using System;
using Kernel.Arch.X64;
using Kernel.Time;

/// <summary>
/// Adaptive waiting: QEMU answers a 9P request in 20 to 30 microseconds, an interrupt and the wake-up from a halt cost as much
/// again. Spinning stops paying when answers are slow, so the budget follows how long the last waits took.
/// </summary>
public sealed class IdleLoop
{
    // Ticks of the TSC, some 50 and 1 microseconds: the clock may not be calibrated yet, and the exact time does not matter.
    private const ulong LongestSpin = 150_000;
    private const ulong ShortestSpin = 3_000;

    // Until the app runs there is nothing else to do, and an interrupt would only cost: some milliseconds.
    private const ulong BootSpin = 10_000_000;

    private readonly Pollable[] _pollables;
    private readonly bool[] _isArmed;
    private readonly QuantumTimer _timer;
    private Scheduler _scheduler = null!;
    private int _count;
    private ulong _longest = BootSpin;
    private ulong _spin = BootSpin;

    public IdleLoop(int capacity, QuantumTimer timer)
    {
        _pollables = new Pollable[capacity];
        _isArmed = new bool[capacity];
        _timer = timer;
    }

    /// <summary>Times that the processor was halted.</summary>
    public ulong Halts { get; private set; }

    /// <summary>The app is about to run: from now on waiting costs what it is worth.</summary>
    public void EndBoot()
    {
        _longest = LongestSpin;
        _spin = LongestSpin;
    }

    internal void SetScheduler(Scheduler scheduler) => _scheduler = scheduler;

    internal void Add(Pollable pollable) => _pollables[_count++] = pollable;

    /// <summary>The app computes while threads sleep: devices have to interrupt it. What came in before is taken in now.</summary>
    internal void ArmInterrupts()
    {
        for (int index = 0; index < _count; index++)
        {
            if (!_isArmed[index])
            {
                Arm(index);
            }
        }
    }

    /// <summary>When the first device wants to be looked at.</summary>
    internal ulong NextCheck
    {
        get
        {
            ulong earliest = Scheduler.Never;
            for (int index = 0; index < _count && _timer.IsOpen; index++)
            {
                earliest = Math.Min(earliest, _pollables[index].NextCheck);
            }

            return earliest;
        }
    }

    /// <summary>Looks at the devices whose time has come.</summary>
    internal void CheckDevices()
    {
        if (!_timer.IsOpen)
        {
            return;
        }

        ulong now = Clock.Nanoseconds;
        for (int index = 0; index < _count; index++)
        {
            if (_pollables[index].NextCheck <= now)
            {
                _pollables[index].Check(now);
            }
        }
    }

    /// <summary>Returns when at least one thread is ready.</summary>
    internal void WaitForReady()
    {
        ulong start = Cpu.ReadTimestampCounter();
        if (!Spin(start))
        {
            Halt();
        }

        Adapt(Cpu.ReadTimestampCounter() - start);
    }

    private bool Spin(ulong start)
    {
        _scheduler.WakeExpired();
        if (_scheduler.HasReady)
        {
            return true;
        }

        if (!IsAnswerExpected())
        {
            return false;
        }

        DisarmExpected();
        ulong end = start + _spin;
        do
        {
            if (PollExpected())
            {
                return true;
            }

            Cpu.Pause();
            _scheduler.WakeExpired();
        }
        while (!_scheduler.HasReady && Cpu.ReadTimestampCounter() < end);

        return _scheduler.HasReady;
    }

    private void Halt()
    {
        // During boot only a slow server comes this far. Its interrupt may be lost, or there is none: something has to end the halt.
        _timer.Open();
        while (true)
        {
            for (int index = 0; index < _count; index++)
            {
                Arm(index);
            }

            if (_scheduler.HasReady)
            {
                return;
            }

            for (int index = 0; index < _count; index++)
            {
                _pollables[index].BeforeHalt();
            }

            _timer.Want(Math.Min(_scheduler.EarliestDeadline, NextCheck));
            Halts++;
            Cpu.WaitForInterrupt();
            _scheduler.WakeExpired();
            CheckDevices();
        }
    }

    // What came before the arming raises no interrupt, and taking it in makes the arming stale: so until nothing comes.
    private void Arm(int index)
    {
        _isArmed[index] = true;
        do
        {
            _pollables[index].ArmInterrupt();
        }
        while (_pollables[index].Poll());
    }

    // A wait that a full spin would have covered is worth spinning for; a longer one halves what the next may cost.
    private void Adapt(ulong waited)
    {
        _spin = waited <= _longest * 2 ? _longest : Math.Max(_spin / 2, ShortestSpin);
    }

    private bool IsAnswerExpected()
    {
        for (int index = 0; index < _count; index++)
        {
            if (_pollables[index].IsExpected)
            {
                return true;
            }
        }

        return false;
    }

    private bool PollExpected()
    {
        for (int index = 0; index < _count; index++)
        {
            if (_pollables[index].IsExpected)
            {
                _pollables[index].Poll();
            }
        }

        return _scheduler.HasReady;
    }

    // Only of those that are about to be asked all the time; the others' interrupts are rare and may stay on.
    private void DisarmExpected()
    {
        for (int index = 0; index < _count; index++)
        {
            if (_isArmed[index] && _pollables[index].IsExpected)
            {
                _isArmed[index] = false;
                _pollables[index].DisarmInterrupt();
            }
        }
    }
}
