// One thread's work: arrays of all sizes, some kept for a while, lists, dictionaries and large objects between them.
internal static class Churn
{
    /// <returns>A sum over what the kept objects hold, the same in every run: a moved object has to keep its content.</returns>
    public static long Run(int seed, long bytes)
    {
        var random = new Random(seed);
        var kept = new List<byte[]>();
        var names = new Dictionary<int, string>();
        Node? head = null;
        WeakReference? large = null;
        long done = 0;
        long sum = 0;
        for (int index = 1; done < bytes; index++)
        {
            byte[] block = new byte[random.Next(16, 4096)];
            block[0] = (byte)index;
            done += block.Length;
            if (index % 64 == 0)
            {
                kept.Add(block);
                if (kept.Count > 1000)
                {
                    sum += kept.Sum(array => array[0]);
                    kept.Clear();
                }
            }

            if (index % 50 == 0)
            {
                _ = new Finalized();
                head = new Node(index % 5000 == 0 ? null : head, block);
                names[index % 1000] = "s" + index;
            }

            if (index % 5000 == 0)
            {
                large = new WeakReference(new byte[200_000]);
                done += 200_000;
            }
        }

        for (Node? node = head; node != null; node = node.Next)
        {
            sum += node.Content[0];
        }

        return sum + names.Values.Sum(name => name.Length) + (large is { IsAlive: true, Target: string } ? 1 : 0);
    }

    private sealed record Node(Node? Next, byte[] Content);
}
