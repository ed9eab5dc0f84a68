// Reads the mount tag of a 9P device from its configuration space; NegotiatedDevice calls it, DriverCatalog looks devices up by it.
namespace Drivers.Virtio;

using System;
using Drivers.Pci;

public static class MountTag
{
    /// <summary>Bytes. QEMU allows 31; the field could say 65535.</summary>
    public const int Longest = 255;

    private const int LengthBytes = 2;

    // A device that changes its configuration all the time is not one to wait for.
    private const int MostAttempts = 16;

    /// <summary>tag_len 2, tag: no NUL. Read byte by byte: QEMU answers a wider read across the end with all ones.</summary>
    /// <param name="device">For the generation that guards against a change between two reads (virtio 1.2 §2.5.1).</param>
    /// <param name="configuration">The device-specific part.</param>
    /// <param name="tag">Room for <see cref="Longest"/> bytes.</param>
    /// <param name="length">Of the tag, at least 1.</param>
    public static VirtioRefusal Read(NegotiatedDevice device, Registers configuration, Span<byte> tag, out int length)
    {
        length = 0;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            uint generation = device.Generation;
            bool isWhole = TryRead(configuration, tag, out length);
            if (device.Generation == generation)
            {
                return isWhole && IsText(tag.Slice(0, length)) ? VirtioRefusal.None : VirtioRefusal.MountTag;
            }
        }

        return VirtioRefusal.ConfigurationUnstable;
    }

    private static bool TryRead(Registers configuration, Span<byte> tag, out int length)
    {
        length = 0;
        if (!configuration.Contains(0, LengthBytes))
        {
            return false;
        }

        int claimed = configuration.Read8(0) | (configuration.Read8(1) << 8);
        if (claimed < 1 || claimed > Longest || claimed > tag.Length || !configuration.Contains(LengthBytes, (ulong)claimed))
        {
            return false;
        }

        for (int i = 0; i < claimed; i++)
        {
            tag[i] = configuration.Read8((ulong)(LengthBytes + i));
        }

        length = claimed;
        return true;
    }

    // It ends up in log lines and is typed on command lines.
    private static bool IsText(ReadOnlySpan<byte> tag)
    {
        for (int i = 0; i < tag.Length; i++)
        {
            if (tag[i] < 0x20 || tag[i] == 0x7F)
            {
                return false;
            }
        }

        return true;
    }
}
