// /proc/sys/kernel/random/boot_id (random(4)): a random UUID that is the same until the machine stops. ProcessFacts shows it.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;
using Vfs.Device;

/// <summary>Made when it is first asked for: random numbers are not free, and few programs ask.</summary>
public sealed class BootIdentifier
{
    private const int Bytes = 16;

    private readonly EntropySource _entropy;
    private readonly byte[] _bytes = new byte[Bytes];
    private bool _isMade;

    public BootIdentifier(EntropySource entropy)
    {
        _entropy = entropy;
    }

    public int Write(Span<byte> text)
    {
        if (!_isMade)
        {
            Make();
        }

        var builder = new TextBuilder(text);
        for (int index = 0; index < Bytes; index++)
        {
            if (index is 4 or 6 or 8 or 10)
            {
                builder.Append((byte)'-');
            }

            builder.AppendHex(_bytes[index], 2);
        }

        builder.Append((byte)'\n');
        return builder.Length;
    }

    // Version 4, variant 1 (RFC 4122 section 4.4).
    private void Make()
    {
        _entropy.Fill(_bytes);
        _bytes[6] = (byte)((_bytes[6] & 0x0F) | 0x40);
        _bytes[8] = (byte)((_bytes[8] & 0x3F) | 0x80);
        _isMade = true;
    }
}
