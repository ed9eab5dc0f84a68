// Timers of three kinds, and waiting that somebody cancels.
internal static class Timers
{
    public static async Task<object> Fire()
    {
        int ticks = 0;
        using (new Timer(_ => Interlocked.Increment(ref ticks), null, 1, 5))
        {
            SpinWait.SpinUntil(() => Volatile.Read(ref ticks) >= 3, 10_000);
        }

        using var periodic = new PeriodicTimer(TimeSpan.FromMilliseconds(3));
        for (int count = 0; count < 3; count++)
        {
            await periodic.WaitForNextTickAsync();
        }

        int sum = 0;
        await foreach (int number in Slowly())
        {
            sum += number;
        }

        return $"{ticks >= 3} {sum}";
    }

    public static async Task<object> Cancel()
    {
        using var source = new CancellationTokenSource(20);
        try
        {
            await Task.Delay(600_000, source.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static async IAsyncEnumerable<int> Slowly()
    {
        for (int number = 0; number < 5; number++)
        {
            await Task.Delay(1);
            yield return number;
        }
    }
}
