// tight [ROUNDS]: a thread loops without a call or an allocation while the main thread collects: it has to be stopped in
// the middle of the loop, by a signal to a thread that runs.
using System.Runtime.CompilerServices;

int collections = args.Length > 0 ? int.Parse(args[0]) : 5;
var started = new ManualResetEvent(false);
var stop = new int[1];
long rounds = 0;
var spinner = new Thread(() =>
{
    started.Set();
    rounds = Spin(stop);
});
spinner.Start();
started.WaitOne();
Thread.Sleep(20);
for (int index = 0; index < collections; index++)
{
    byte[][] garbage = new byte[100][];
    for (int count = 0; count < garbage.Length; count++)
    {
        garbage[count] = new byte[1000];
    }

    GC.Collect();
}

// Only reached when the collections did not wait for the loop, because it ends after this alone.
Console.WriteLine($"{collections} collections beside a loop that ran all the time: {spinner.IsAlive}");
Volatile.Write(ref stop[0], 1);
spinner.Join();
Console.WriteLine("tight OK " + (rounds > 0));

[MethodImpl(MethodImplOptions.NoInlining)]
static long Spin(int[] stop)
{
    long state = 1;
    long count = 0;
    while (Volatile.Read(ref stop[0]) == 0)
    {
        state = (state * 6364136223846793005L) + 1442695040888963407L;
        count++;
    }

    return state == 0 ? 0 : count;
}
