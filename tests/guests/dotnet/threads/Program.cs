// All that .NET has for threads, tasks, locks and timers, each with a result that does not depend on who runs when.
Run("parallel", Pools.Parallelism);
Run("tasks", Pools.Tasks);
Run("timers", Timers.Fire);
Run("cancellation", Timers.Cancel);
Run("monitors", Locks.PingPong);
Run("events", Locks.Events);
Run("readers and writers", Locks.ReadersAndWriters);
Run("stacks", Locks.DeepStack);
Run("queue", Pools.Queue);
Run("thread locals", Pools.ThreadLocals);
Run("asynchronous files", Pools.AsynchronousFile);
Run("allocation by many", Pools.AllocateTogether);
Thread.Sleep(0);
Thread.Yield();
Thread.SpinWait(10);
Interlocked.MemoryBarrierProcessWide();
GC.Collect();
Console.WriteLine($"threads OK {Environment.ProcessorCount > 0} {ThreadPool.ThreadCount > 0}");

static void Run(string name, Func<Task<object>> part) => Console.WriteLine($"{name} {part().GetAwaiter().GetResult()}");
