// Monitors, events, semaphores and locks between threads, with and without time-outs; a thread with a stack of its own size.
internal static class Locks
{
    private const int Rounds = 200;

    public static Task<object> PingPong()
    {
        object gate = new();
        int turn = 0;
        int turns = 0;
        var other = new Thread(() => Take(1)) { Name = "other" };
        other.Start();
        Take(0);
        other.Join();
        lock (gate)
        {
            return Task.FromResult<object>($"{turns} {Monitor.Wait(gate, 20)}");
        }

        void Take(int mine)
        {
            for (int round = 0; round < Rounds; round++)
            {
                lock (gate)
                {
                    while (turn != mine)
                    {
                        Monitor.Wait(gate);
                    }

                    turn = 1 - mine;
                    turns++;
                    Monitor.PulseAll(gate);
                }
            }
        }
    }

    public static Task<object> Events()
    {
        using var slim = new ManualResetEventSlim();
        using var semaphore = new SemaphoreSlim(0);
        using var automatic = new AutoResetEvent(false);
        using var never = new ManualResetEvent(false);
        ThreadPool.QueueUserWorkItem(_ =>
        {
            Thread.Sleep(5);
            slim.Set();
            semaphore.Release();
            automatic.Set();
        });
        slim.Wait();
        semaphore.Wait();
        automatic.WaitOne();
        bool timesOut = WaitHandle.WaitAny([automatic, never], 10) == WaitHandle.WaitTimeout;
        using var mutex = new Mutex();
        mutex.WaitOne();
        mutex.ReleaseMutex();
        return Task.FromResult<object>(timesOut);
    }

    public static Task<object> ReadersAndWriters()
    {
        using var readWrite = new ReaderWriterLockSlim();
        int value = 0;
        Parallel.For(0, 100, number =>
        {
            if (number % 10 == 0)
            {
                readWrite.EnterWriteLock();
                value++;
                readWrite.ExitWriteLock();
            }
            else
            {
                readWrite.EnterReadLock();
                _ = value;
                readWrite.ExitReadLock();
            }
        });
        return Task.FromResult<object>(value);
    }

    public static Task<object> DeepStack()
    {
        int depth = 0;
        var thread = new Thread(() => depth = Descend(20_000), 4 << 20) { Priority = ThreadPriority.BelowNormal };
        thread.Start();
        thread.Join();
        return Task.FromResult<object>(depth);
    }

    private static int Descend(int depth) => depth == 0 ? 0 : 1 + Descend(depth - 1);
}
