// Talks to xenstored, the host's tree of small texts through which domains find each other (docs/misc/xenstore.txt). Xenbus, the drivers
// and the report of the exit status call it. StoreClient.Calls has the calls, StoreClient.Messages how they travel.
namespace Drivers.Xen.Store;

using Kernel.Abi;
using Kernel.Interrupts;

/// <summary>
/// One call at a time, each waiting for its answer; events come in between and mark their <see cref="StoreWatch"/>. A daemon that does
/// not answer in time, or whose ring makes no sense, is given up: every call is EIO from then on. Paths without a leading slash begin
/// at this domain's own folder.
/// </summary>
public sealed partial class StoreClient
{
    /// <summary>Bytes of a message without its header, and so of a value (XENSTORE_PAYLOAD_MAX).</summary>
    public const int LongestPayload = 4096;

    /// <summary>Bytes of a path with and without a leading slash (XENSTORE_ABS_PATH_MAX, XENSTORE_REL_PATH_MAX).</summary>
    public const int LongestAbsolutePath = 3072, LongestRelativePath = 2048;

    /// <summary>Nanoseconds until a daemon that does not answer is given up.</summary>
    public const ulong Patience = 20_000_000_000;

    private readonly StoreRing _ring;
    private readonly EventChannel _channel;
    private readonly StoreWait _wait;
    private readonly StoreWatch[] _watches;

    /// <param name="page">The page that the toolstack made (HVM_PARAM_STORE_PFN).</param>
    /// <param name="channel">Whose handler calls <see cref="Poll"/>.</param>
    /// <param name="watches">Watches that there can be at once.</param>
    public StoreClient(SharedMemory page, EventChannel channel, StoreWait wait, int watches)
    {
        _ring = new StoreRing(page);
        _channel = channel;
        _wait = wait;
        _watches = new StoreWatch[watches];
        for (int token = 0; token < watches; token++)
        {
            _watches[token] = new StoreWatch(token);
        }
    }

    /// <summary>Called on the port's interrupt when a watch was marked, whatever was going on then. It may make calls. Null: nobody is.</summary>
    public InterruptHandler? Listener { get; set; }

    /// <summary>It was given up.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Watches in use.</summary>
    public int WatchesInUse { get; private set; }

    /// <summary>Events of watches taken in.</summary>
    public ulong Events { get; private set; }

    /// <summary>Answers and events for nobody: late, or of a watch that is no more.</summary>
    public ulong Dropped { get; private set; }

    /// <summary>Nanoseconds by the clock that deadlines refer to.</summary>
    public ulong Now => _wait.Now;

    /// <summary>Makes a client of the port that the toolstack has bound for it (HVM_PARAM_STORE_EVTCHN). At boot, once.</summary>
    public static Result<StoreClient> Open(SharedMemory page, EventChannels channels, uint port, StoreWait wait, int watches)
    {
        var interrupt = new StoreInterrupt();
        Result<EventChannel> channel = channels.BindKnown(port, interrupt);
        if (channel.IsError)
        {
            return channel.Error;
        }

        interrupt.Client = new StoreClient(page, channel.Value, wait, watches);
        return interrupt.Client;
    }

    /// <summary>Sleeps until a watch is marked. False at the deadline, and when the store is given up.</summary>
    /// <param name="deadline">In terms of <see cref="Now"/>.</param>
    public bool WaitForChange(StoreWatch watch, ulong deadline)
    {
        while (true)
        {
            Poll();
            if (watch.IsChanged)
            {
                return true;
            }

            if (IsBroken || _wait.Now >= deadline)
            {
                return false;
            }

            Pause(deadline);
        }
    }

    /// <summary>Makes changes at once or not at all, again and again while others come in between. EAGAIN when that does not end.</summary>
    public Errno Update(StoreUpdate update)
    {
        const int MostAttempts = 32;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            Result<uint> transaction = BeginTransaction();
            Errno error = transaction.Error;
            if (error == Errno.None)
            {
                error = update.Apply(this, transaction.Value);
                Errno ended = EndTransaction(transaction.Value, isCommitted: error == Errno.None);
                error = error == Errno.None ? ended : error;
            }

            if (error != Errno.EAGAIN)
            {
                return error;
            }
        }

        return Errno.EAGAIN;
    }
}
