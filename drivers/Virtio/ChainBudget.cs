// What one request needs so that a message of some size fits whatever pages its payload lies on; VirtioShare lays queues out by it.
namespace Drivers.Virtio;

using System;
using NinePFs.Wire;

/// <summary>
/// Two table entries are for the headers, and a payload of n pages that starts within a page touches n + 1. A device handles only
/// <see cref="QueueLayout.MostSegments"/>; beyond that the payload's end travels through a buffer of its own, one more entry.
/// </summary>
public readonly struct ChainBudget
{
    /// <summary>Table entries beside the payload's: one for the T-message, one for the reply's header.</summary>
    public const int HeaderSegments = 2;

    /// <summary>Bytes. A longer tail would be a copy of everything.</summary>
    public const int LongestTail = 16 * PageBytes;

    private const int PageBytes = 4096;

    private ChainBudget(int segments, int tailBytes)
    {
        Segments = segments;
        TailBytes = tailBytes;
    }

    /// <summary>Entries of each indirect table.</summary>
    public int Segments { get; }

    /// <summary>Of each slot's tail buffer; 0 for none.</summary>
    public int TailBytes { get; }

    /// <summary>The msize that fits in any case.</summary>
    public int MessageSize
    {
        get
        {
            int pages = Segments - HeaderSegments - (TailBytes == 0 ? 0 : 1) + (TailBytes / PageBytes);
            return ((pages - 1) * PageBytes) + Wire9P.IoHeaderLength;
        }
    }

    /// <summary>The least that carries <paramref name="messageSize"/>, or the most there is: 4 MiB and a little.</summary>
    public static ChainBudget For(int messageSize)
    {
        int pages = ((messageSize - Wire9P.IoHeaderLength + PageBytes - 1) / PageBytes) + 1;
        if (pages + HeaderSegments <= QueueLayout.MostSegments)
        {
            return new ChainBudget(pages + HeaderSegments, 0);
        }

        const int Direct = QueueLayout.MostSegments - HeaderSegments - 1;
        return new ChainBudget(QueueLayout.MostSegments, Math.Min((pages - Direct) * PageBytes, LongestTail));
    }

    /// <summary>Tables of a given size and no tails.</summary>
    public static ChainBudget OfSegments(int segments) => new(segments, 0);
}
