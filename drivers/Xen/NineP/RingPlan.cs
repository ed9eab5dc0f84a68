// How many rings of what size a 9pfs share gets, from what the backend offers and what the machine can spare. NinePFrontend makes one.
namespace Drivers.Xen.NineP;

using System;
using NinePFs.Wire;

/// <summary>
/// QEMU works on one request of each ring at a time, so rings are parallelism; half of a ring's half is a message, so that one can be
/// written while the one before it is read. When memory is short messages get shorter first, and then rings fewer.
/// </summary>
public readonly struct RingPlan
{
    // Messages of 64 KiB: shorter ones cost more than fewer rings do.
    private const int SmallOrder = 6;

    private const int PageShift = 12;

    private RingPlan(int rings, int order, int messageSize)
    {
        Rings = rings;
        Order = order;
        MessageSize = messageSize;
    }

    public int Rings { get; }

    /// <summary>The binary logarithm of a ring's data pages.</summary>
    public int Order { get; }

    /// <summary>Of the transport, in bytes: half of a ring's half, or up to all of it when the user asks for that.</summary>
    public int MessageSize { get; }

    /// <param name="grants">Pages that can be granted, those of the rings' indices too.</param>
    public static RingPlan For(in BackendOffer offer, in ShareSizes sizes, int grants)
    {
        int rings = Math.Max(1, Math.Min(offer.Rings, sizes.Requests));
        int order = Math.Min(offer.Order, OrderOf(2 * (sizes.MessageSize - Wire9P.IoHeaderLength)));
        int least = sizes.IsMessageSizeAsked ? Math.Min(order, OrderOf(sizes.MessageSize)) : Math.Min(order, SmallOrder);
        while ((((ulong)rings << (order + PageShift)) > sizes.RingMemory || rings * ((1 << order) + 1) > grants)
            && (order > 1 || rings > 1))
        {
            if (order > least || rings == 1)
            {
                order--;
            }
            else
            {
                rings /= 2;
            }
        }

        int half = HalfOf(order);
        int shared = Math.Min(Math.Max(half / 2, Wire9P.MinimumMessageSize), sizes.MessageSize);
        return new RingPlan(rings, order, sizes.IsMessageSizeAsked ? Math.Min(sizes.MessageSize, half) : shared);
    }

    /// <summary>The smallest order whose half holds so many bytes.</summary>
    private static int OrderOf(int bytes)
    {
        int order = 1;
        while (HalfOf(order) < bytes)
        {
            order++;
        }

        return order;
    }

    private static int HalfOf(int order) => 1 << (order + PageShift - 1);
}
