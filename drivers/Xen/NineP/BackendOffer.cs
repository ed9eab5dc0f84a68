// What a 9pfs backend says of itself before a frontend connects (xen/docs/misc/9pfs.pandoc): read once, judged, cut to what we have.
// NinePFrontend reads it.
namespace Drivers.Xen.NineP;

using System;
using Drivers.Xen.Bus;
using Kernel.Abi;

public readonly struct BackendOffer
{
    /// <summary>More are of no use: QEMU offers eight.</summary>
    public const int MostRings = 8;

    /// <summary>The most that fits into the interface page's 512 references and a bit (XEN_9PFS_RING_ORDER of old: 9).</summary>
    public const int LargestOrder = 9;

    private const uint OurVersion = 1;

    /// <summary>A backend that writes more than this is not one of ours.</summary>
    private const int LongestList = 256;

    private BackendOffer(int rings, int order)
    {
        Rings = rings;
        Order = order;
    }

    /// <summary>1 to <see cref="MostRings"/>.</summary>
    public int Rings { get; }

    /// <summary>The binary logarithm of a ring's data pages at most, 1 to <see cref="LargestOrder"/>.</summary>
    public int Order { get; }

    public static FrontendFailure Read(XenbusDevice device, out BackendOffer offer)
    {
        offer = default;
        Span<byte> versions = stackalloc byte[LongestList];
        Result<int> length = device.ReadBackend("versions"u8, versions);
        if (length.IsError || !HasVersion(versions.Slice(0, length.Value), OurVersion))
        {
            return FrontendFailure.Version;
        }

        Result<uint> rings = device.ReadBackendNumber("max-rings"u8);
        Result<uint> order = device.ReadBackendNumber("max-ring-page-order"u8);
        if (rings.IsError || rings.Value == 0 || order.IsError || order.Value == 0)
        {
            return FrontendFailure.Limits;
        }

        offer = new BackendOffer((int)Math.Min(rings.Value, MostRings), (int)Math.Min(order.Value, LargestOrder));
        return FrontendFailure.None;
    }

    /// <summary>Whether a list of decimal numbers with commas between them has a number in it. What is no number is none of ours.</summary>
    public static bool HasVersion(ReadOnlySpan<byte> list, uint version)
    {
        while (!list.IsEmpty)
        {
            int comma = list.IndexOf((byte)',');
            ReadOnlySpan<byte> word = Trim(comma < 0 ? list : list.Slice(0, comma));
            if (TryParse(word, out ulong number) && number == version)
            {
                return true;
            }

            list = comma < 0 ? default : list.Slice(comma + 1);
        }

        return false;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> word)
    {
        while (!word.IsEmpty && word[0] == (byte)' ')
        {
            word = word.Slice(1);
        }

        while (!word.IsEmpty && word[word.Length - 1] == (byte)' ')
        {
            word = word.Slice(0, word.Length - 1);
        }

        return word;
    }

    private static bool TryParse(ReadOnlySpan<byte> digits, out ulong number)
    {
        number = 0;
        for (int index = 0; index < digits.Length; index++)
        {
            uint digit = (uint)digits[index] - '0';
            if (digit > 9 || number > uint.MaxValue)
            {
                return false;
            }

            number = number * 10 + digit;
        }

        return !digits.IsEmpty;
    }
}
