// The ChaCha20 block function (RFC 8439, section 2.3): what RandomSource makes its bytes with.
namespace Kernel.Entropy;

using System;
using System.Buffers.Binary;
using System.Numerics;

public static class ChaChaBlock
{
    /// <summary>Bytes of a block.</summary>
    public const int Length = 64;

    public const int KeyLength = 32;

    private const int Words = 16;
    private const int DoubleRounds = 10;

    /// <summary>Writes one block for a 32-byte key, a block counter and a nonce of zero.</summary>
    public static void Write(ReadOnlySpan<byte> key, uint counter, Span<byte> block)
    {
        Span<uint> start = stackalloc uint[Words];
        start.Clear();
        start[0] = 0x61707865;
        start[1] = 0x3320646E;
        start[2] = 0x79622D32;
        start[3] = 0x6B206574;
        for (int index = 0; index < KeyLength / 4; index++)
        {
            start[4 + index] = BinaryPrimitives.ReadUInt32LittleEndian(key.Slice(index * 4));
        }

        start[12] = counter;
        Span<uint> state = stackalloc uint[Words];
        start.CopyTo(state);
        for (int round = 0; round < DoubleRounds; round++)
        {
            for (int column = 0; column < 4; column++)
            {
                QuarterRound(state, column, 4 + column, 8 + column, 12 + column);
            }

            for (int column = 0; column < 4; column++)
            {
                QuarterRound(state, column, 4 + ((column + 1) & 3), 8 + ((column + 2) & 3), 12 + ((column + 3) & 3));
            }
        }

        for (int index = 0; index < Words; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(block.Slice(index * 4), state[index] + start[index]);
        }
    }

    private static void QuarterRound(Span<uint> state, int a, int b, int c, int d)
    {
        state[a] += state[b];
        state[d] = BitOperations.RotateLeft(state[d] ^ state[a], 16);
        state[c] += state[d];
        state[b] = BitOperations.RotateLeft(state[b] ^ state[c], 12);
        state[a] += state[b];
        state[d] = BitOperations.RotateLeft(state[d] ^ state[a], 8);
        state[c] += state[d];
        state[b] = BitOperations.RotateLeft(state[b] ^ state[c], 7);
    }
}
