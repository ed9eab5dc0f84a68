// gc [MIB [THREADS]]: allocates that much in total, small and large, with finalizers and weak references, and prints what
// must hold whatever the collector chose to do and when.
int mebibytes = args.Length > 0 ? int.Parse(args[0]) : 256;
int threads = args.Length > 1 ? int.Parse(args[1]) : 4;

var workers = new Thread[threads];
var sums = new long[threads];
for (int index = 0; index < threads; index++)
{
    int number = index;
    workers[index] = new Thread(() => sums[number] = Churn.Run(number, ((long)mebibytes << 20) / threads));
    workers[index].Start();
}

foreach (Thread worker in workers)
{
    worker.Join();
}

GC.Collect();
GC.WaitForPendingFinalizers();
GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);

Console.WriteLine($"sums {string.Join(' ', sums)}");
Console.WriteLine($"allocated {GC.GetTotalAllocatedBytes() >> 20 >= mebibytes}");
Console.WriteLine($"collected {GC.CollectionCount(0) > 0} {GC.CollectionCount(2) > 1}");
Console.WriteLine($"finalized {Finalized.Count > 0 && Finalized.Count <= Finalized.Made} made {Finalized.Made}");
Console.WriteLine($"live below 32 MiB {GC.GetTotalMemory(forceFullCollection: true) < 32 << 20}");
Console.WriteLine($"memory is known {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 0}");
