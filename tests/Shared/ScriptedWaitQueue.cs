// A WaitQueue that never sleeps: a wait does what the test says another thread does meanwhile, and without a script ends with EINTR.
namespace Tests.Shared;

using System;
using System.Collections.Generic;
using Kernel.Abi;
using Vfs;

public sealed class ScriptedWaitQueue : WaitQueue
{
    private readonly Queue<Action> _script = new();

    public int Waits { get; private set; }

    public int WakeUps { get; private set; }

    /// <summary>What happens during the next wait.</summary>
    public void During(Action action) => _script.Enqueue(action);

    public override Errno Wait()
    {
        Waits++;
        if (_script.Count == 0)
        {
            return Errno.EINTR;
        }

        _script.Dequeue()();
        return Errno.None;
    }

    public override void WakeAll() => WakeUps++;
}

public sealed class ScriptedWaitQueueFactory : WaitQueueFactory
{
    public List<ScriptedWaitQueue> Made { get; } = new();

    public override WaitQueue Create()
    {
        var queue = new ScriptedWaitQueue();
        Made.Add(queue);
        return queue;
    }
}
