// Span.CopyTo, Clear, Fill and SequenceEqual over every small length and over overlaps both ways.
namespace Sample;

using System;

public static class Copies
{
    public static ulong Run()
    {
        Digest digest = default;
        Span<byte> memory = stackalloc byte[2048];
        for (int length = 0; length < 200; length++)
        {
            for (int distance = -40; distance <= 40; distance += 3)
            {
                Number(memory);
                memory.Slice(100, length).CopyTo(memory.Slice(100 + distance, length));
                digest.Add(memory.Slice(0, 400));
            }
        }

        foreach (int length in (ReadOnlySpan<int>)[511, 512, 513, 700, 1000])
        {
            foreach (int distance in (ReadOnlySpan<int>)[-64, -1, 1, 8, 64])
            {
                Number(memory);
                memory.Slice(100, length).CopyTo(memory.Slice(100 + distance, length));
                digest.Add(memory);
            }

            Number(memory);
            memory.Slice(0, length).CopyTo(memory.Slice(1024));
            digest.Add(memory);
        }

        for (int length = 0; length < 150; length++)
        {
            Number(memory);
            memory.Slice(3, length).Clear();
            memory.Slice(300, length).Fill((byte)length);
            digest.Add(memory.Slice(0, 512));
            digest.Add(memory.Slice(3, length).SequenceEqual(memory.Slice(4, length)));
            digest.Add(memory.Slice(300, length).SequenceEqual(memory.Slice(301, length)));
        }

        Span<ulong> words = stackalloc ulong[9];
        words.Fill(0x1122334455667788);
        words.Slice(2, 3).Clear();
        foreach (ulong word in words)
        {
            digest.Add((long)word);
        }

        return digest.Value;
    }

    private static void Number(Span<byte> memory)
    {
        for (int i = 0; i < memory.Length; i++)
        {
            memory[i] = (byte)(i * 7 + (i >> 8));
        }
    }
}
