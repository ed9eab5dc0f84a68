// Time for the store's client: it stands still while the daemon has something to do, and jumps to the deadline when it has not.
namespace Xen.Tests.Fakes;

using System;
using Drivers.Xen.Store;

public sealed class FakeStoreWait(FakeStore store) : StoreWait
{
    private ulong _now = 1_000_000;

    /// <summary>Waits that ended by time alone. Not 0 although the daemon lives: a wake-up was lost.</summary>
    public int Jumps { get; private set; }

    /// <summary>Called when time jumps, for what happens elsewhere meanwhile.</summary>
    public Action? WhileWaiting { get; set; }

    /// <summary>Called before each wait.</summary>
    public Action? EachWait { get; set; }

    public void Advance(ulong nanoseconds) => _now += nanoseconds;

    public override ulong Now => _now += 100;

    public override void Raise() => store.Channels.IsPending = true;

    public override void Wait(ulong deadline)
    {
        EachWait?.Invoke();
        if (store.Channels.IsPending)
        {
            store.Channels.IsPending = false;
            return;
        }

        if (store.IsRunnable && !store.IsDead)
        {
            store.Run();
            store.Channels.IsPending = false;
            return;
        }

        Jumps++;
        _now = Math.Max(_now, deadline);
        WhileWaiting?.Invoke();
    }
}
