// A folder of the host that was found, known by its mount tag, whatever carries it. DriverCatalog lists them; ShareMounts opens
// those that are to be mounted, and closes them at the end.
namespace Drivers;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Kernel.Scheduling;
using NinePFs;

public abstract class Share
{
    private readonly byte[] _tag;

    protected Share(ReadOnlySpan<byte> tag)
    {
        _tag = new byte[tag.Length];
        tag.CopyTo(_tag);
    }

    public ReadOnlySpan<byte> Tag => _tag;

    /// <summary>Why <see cref="Open"/> failed with anything but EBUSY: words for the one who started the VM.</summary>
    public abstract ReadOnlySpan<byte> Refusal { get; }

    /// <summary>Starts the device. At boot, once.</summary>
    /// <returns>EBUSY when it is open, ENOMEM, EIO when the device does not start.</returns>
    public abstract Result<Transport> Open(in ShareSizes sizes, Scheduler scheduler, PhysicalPages pages);

    /// <summary>The share is not mounted any more: ends what the other side has to be told of. May sleep, for a bounded time.</summary>
    public virtual void Close()
    {
    }

    /// <summary>Adds what this share has counted since boot.</summary>
    public abstract void AddTo(ref ShareCounters counters);
}
