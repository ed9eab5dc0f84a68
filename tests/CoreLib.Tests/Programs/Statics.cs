// Static fields of every kind: computed at build time, set up at boot, changed later.
namespace Sample;

using System;
using System.Runtime.CompilerServices;

public sealed class Counter(int start)
{
    public int Value = start;
}

public static class Statics
{
    private static readonly int[] s_table = [3, 1, 4, 1, 5];
    private static readonly Counter s_counter = new(40);
    private static Counter? s_current;
    private static object[] s_objects = [new Counter(1), new Counter(2)];
    private static Block s_block;
    private static ulong s_seed = 0x1234;

    private static ReadOnlySpan<ushort> Words => [1000, 2000, 3000];

    public static ulong Run()
    {
        Digest digest = default;
        digest.Add(s_current is null);
        s_current = s_counter;
        s_counter.Value += s_table[2];
        digest.Add(s_current!.Value);
        s_objects[1] = s_current;
        foreach (object counter in s_objects)
        {
            digest.Add(((Counter)counter).Value);
        }

        Span<byte> block = s_block;
        block[70000 - 1] = 9;
        digest.Add(s_block[70000 - 1] + block[0]);
        digest.Add(Words[s_table[1]]);
        digest.Add((long)s_seed);
        digest.Add(Cache<int>.Add() + Cache<int>.Add() + Cache<long>.Add() + Cache<string>.Add());
        return digest.Value;
    }

    private static class Cache<T>
    {
        private static int s_uses = 5;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static int Add() => s_uses++;
    }

    [InlineArray(70000)]
    private struct Block
    {
        private byte _first;
    }
}
