// Chooses the kind of a device's queue by the features agreed on: packed where it is offered, the legacy layout for a legacy
// device, split otherwise. VirtioShare calls it between negotiating and starting, and so do the tests.
namespace Drivers.Virtio;

using System;
using System.Numerics;
using NinePFs.Wire;

public static class QueueFormat
{
    /// <param name="features">Accepted by both sides.</param>
    /// <param name="largestSize">Descriptors that the device can do.</param>
    /// <param name="isSizeFixed">It does not do with fewer.</param>
    /// <param name="requests">Out at once, at least 1; <see cref="QueueLayout.Slots"/> says what it came to.</param>
    /// <param name="segments">Entries of each indirect table.</param>
    public static QueueLayout LayOut(VirtioFeatures features, int largestSize, bool isSizeFixed, int requests, int segments)
    {
        bool isLegacy = (features & VirtioFeatures.Version1) == 0;
        int size = isSizeFixed ? largestSize : Math.Min((int)BitOperations.RoundUpToPowerOf2((uint)requests), largestSize);
        int slots = Math.Min(requests, size);
        if ((features & VirtioFeatures.RingPacked) != 0)
        {
            return new PackedLayout(size, slots, segments);
        }

        // In order a split ring's descriptors are to be used from the first to the last and round again (§2.7.9).
        slots = (features & VirtioFeatures.InOrder) != 0 ? size : slots;
        return new SplitLayout(size, slots, segments, isLegacy ? SplitLayout.LegacyAlignment : SplitLayout.ModernAlignment);
    }

    /// <param name="memory">As long as the layout says, zeroed.</param>
    /// <param name="layout">From <see cref="LayOut"/> with the same features.</param>
    /// <param name="features">Accepted by both sides.</param>
    public static Queue Make<TMemory>(TMemory memory, QueueLayout layout, VirtioFeatures features)
        where TMemory : struct, IQueueMemory
    {
        bool hasEventIndex = (features & VirtioFeatures.EventIndex) != 0;
        var chains = new PostedChains(layout.Slots, (features & VirtioFeatures.InOrder) != 0, Wire9P.HeaderLength);
        return layout is PackedLayout packed
            ? new PackedQueue<TMemory>(memory, packed, chains, hasEventIndex)
            : new SplitQueue<TMemory>(memory, (SplitLayout)layout, chains, hasEventIndex);
    }
}
