// The thread pool and what stands on it: Parallel, tasks, queues between them, files read and written asynchronously.
using System.Collections.Concurrent;

internal static class Pools
{
    public static Task<object> Parallelism()
    {
        long sum = 0;
        Parallel.For(0, 100_000, number => Interlocked.Add(ref sum, number));
        return Task.FromResult<object>(sum);
    }

    public static async Task<object> Tasks()
    {
        Task<int>[] tasks = Enumerable.Range(0, 50)
            .Select(async number =>
            {
                await Task.Delay(5 + (number % 7));
                await Task.Yield();
                return number;
            })
            .ToArray();
        return (await Task.WhenAll(tasks)).Sum();
    }

    public static async Task<object> Queue()
    {
        using var queue = new BlockingCollection<int>(10);
        Task producer = Task.Run(() =>
        {
            for (int number = 0; number < 1000; number++)
            {
                queue.Add(number);
            }

            queue.CompleteAdding();
        });
        int sum = queue.GetConsumingEnumerable().Sum();
        await producer;
        return sum;
    }

    public static Task<object> ThreadLocals()
    {
        using var local = new ThreadLocal<int>(() => Environment.CurrentManagedThreadId, trackAllValues: true);
        Parallel.For(0, 8, _ =>
        {
            _ = local.Value;
            Thread.Sleep(2);
        });
        return Task.FromResult<object>(local.Values.Count > 0 && local.Values.Distinct().Count() == local.Values.Count);
    }

    public static async Task<object> AsynchronousFile()
    {
        string path = Path.Combine(Path.GetTempPath(), "asynchronous");
        byte[] bytes = new byte[100_000];
        Random.Shared.NextBytes(bytes);
        int total = 0;
        await using (var stream = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.Asynchronous))
        {
            await stream.WriteAsync(bytes);
            await stream.FlushAsync();
            stream.Position = 0;
            byte[] buffer = new byte[30_000];
            for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
            {
                total += count;
            }
        }

        bool isSame = (await File.ReadAllBytesAsync(path)).AsSpan().SequenceEqual(bytes);
        File.Delete(path);
        return $"{total} {isSame}";
    }

    public static Task<object> AllocateTogether()
    {
        long bytes = 0;
        Parallel.ForEach(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            var blocks = new List<byte[]>();
            for (int count = 0; count < 50; count++)
            {
                blocks.Add(new byte[2000]);
            }

            Interlocked.Add(ref bytes, blocks.Sum(block => block.Length));
        });
        return Task.FromResult<object>(bytes);
    }
}
