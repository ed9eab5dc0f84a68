// The kernel's random bytes: AT_RANDOM, getrandom(2) and /dev/urandom. Seeded at boot from RDRAND and the time stamp counter.
namespace Kernel.Entropy;

using System;
using System.Buffers.Binary;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Vfs.Device;

/// <summary>
/// A generator with fast key erasure: every call makes a key stream whose first 32 bytes replace the key, so that what was
/// handed out cannot be computed from what is in memory later.
/// </summary>
public sealed unsafe class RandomSource : EntropySource
{
    private const int SeedWords = ChaChaBlock.KeyLength / 8;

    private readonly byte[] _key = new byte[ChaChaBlock.KeyLength];

    public RandomSource()
    {
        bool isStrong = Cpuid.HasRandom;
        for (int word = 0; word < SeedWords; word++)
        {
            ulong seed = 0;
            isStrong = isStrong && Cpu.ReadRandom(&seed) != 0;
            BinaryPrimitives.WriteUInt64LittleEndian(_key.AsSpan(word * 8), seed ^ Cpu.ReadTimestampCounter());
        }

        if (!isStrong)
        {
            Log.Write(LogLevel.Warning, "random: no RDRAND, numbers can be guessed from the boot time"u8);
        }
    }

    public override void Fill(Span<byte> bytes)
    {
        Span<byte> block = stackalloc byte[ChaChaBlock.Length];
        Span<byte> nextKey = stackalloc byte[ChaChaBlock.KeyLength];
        ChaChaBlock.Write(_key, 0, block);
        block.Slice(0, ChaChaBlock.KeyLength).CopyTo(nextKey);
        for (uint counter = 1; !bytes.IsEmpty; counter++)
        {
            ChaChaBlock.Write(_key, counter, block);
            int count = Math.Min(bytes.Length, ChaChaBlock.Length);
            block.Slice(0, count).CopyTo(bytes);
            bytes = bytes.Slice(count);
        }

        nextKey.CopyTo(_key);
    }
}
