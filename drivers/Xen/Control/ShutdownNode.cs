// The node by which the toolstack asks for the domain's end (xen/docs/misc/xenstore-paths.pandoc, ~/control/shutdown). DomainControl reads it.
namespace Drivers.Xen.Control;

using System;
using Drivers.Xen.Store;
using Kernel.Abi;

/// <summary>
/// Reads it and empties it at once, which tells the toolstack that it was understood: in between it might have taken its request back.
/// What is not done is left there, and the toolstack gives up after a time.
/// </summary>
internal sealed class ShutdownNode : StoreUpdate
{
    private const int LongestRequest = 32;

    public static ReadOnlySpan<byte> Path => "control/shutdown"u8;

    /// <summary>What was found there.</summary>
    public ShutdownRequest Request { get; private set; }

    public static ShutdownRequest Read(StoreClient store, uint transaction = 0)
    {
        Span<byte> value = stackalloc byte[LongestRequest];
        Result<int> length = store.Read(Path, value, transaction);
        if (length.IsError)
        {
            return length.Error == Errno.ERANGE ? ShutdownRequest.Unknown : ShutdownRequest.None;
        }

        ReadOnlySpan<byte> word = value.Slice(0, length.Value);
        return word.IsEmpty ? ShutdownRequest.None
            : word.SequenceEqual("poweroff"u8) || word.SequenceEqual("halt"u8) ? ShutdownRequest.PowerOff
            : word.SequenceEqual("reboot"u8) ? ShutdownRequest.Reboot
            : word.SequenceEqual("suspend"u8) ? ShutdownRequest.Suspend
            : ShutdownRequest.Unknown;
    }

    public override Errno Apply(StoreClient store, uint transaction)
    {
        Request = Read(store, transaction);
        return Request is ShutdownRequest.PowerOff or ShutdownRequest.Reboot
            ? store.Write(Path, default, transaction)
            : Errno.None;
    }
}
