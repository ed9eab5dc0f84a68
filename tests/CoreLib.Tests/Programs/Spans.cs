// Slicing, ranges, searching and patterns.
namespace Sample;

using System;

public static class Spans
{
    public static ulong Run()
    {
        Digest digest = default;
        ReadOnlySpan<byte> path = "/usr//share/doc/x"u8;
        for (int i = 0; i <= path.Length; i++)
        {
            ReadOnlySpan<byte> rest = path[i..];
            digest.Add(rest.IndexOf((byte)'/'));
            digest.Add(path[..i].LastIndexOf((byte)'/'));
            digest.Add(rest.IndexOf("ar"u8));
            digest.Add(rest.IndexOfAny((byte)'s', (byte)'d'));
            digest.Add(rest.StartsWith("/s"u8));
            digest.Add(path[..i].EndsWith("share"u8));
            digest.Add(rest.Contains((byte)'h'));
            digest.Add(rest.SequenceCompareTo("share"u8) > 0);
            digest.Add(Kind(rest));
        }

        byte[] array = new byte[10];
        Span<byte> middle = array.AsSpan(2, 5);
        middle[^1] = 9;
        middle[0] = 3;
        array.AsSpan(1)[1..4].CopyTo(array);
        digest.Add(array);
        digest.Add(middle.IndexOf((byte)9));
        digest.Add(array.AsSpan().LastIndexOf((byte)3));
        digest.Add(array.AsSpan(0, 3).TryCopyTo(middle[..2]));
        digest.Add(Array.IndexOf(array, (byte)9));
        Array.Copy(array, 0, array, 3, 4);
        Array.Clear(array, 1, 2);
        digest.Add(array);
        Span<byte> nothing = default;
        digest.Add(nothing.IsEmpty);
        digest.Add(nothing.SequenceEqual(default));
        ReadOnlySpan<int> numbers = [5, 6, 7, array.Length];
        digest.Add(Sum(numbers) + Sum(1, 2, 3) + Sum());
        ReadOnlySpan<char> text = "spans".AsSpanOfCharacters();
        digest.Add(text.Length);
        foreach (ref byte b in middle)
        {
            b++;
        }

        digest.Add(array);
        return digest.Value;
    }

    private static ReadOnlySpan<char> AsSpanOfCharacters(this string text) => new char[text.Length];

    private static int Kind(ReadOnlySpan<byte> text) => text switch
    {
        [] => 0,
        [(byte)'/', (byte)'/', ..] => 1,
        [(byte)'/', .. var rest] => 2 + rest.Length,
        [.., (byte)'x'] => 3,
        _ => 4,
    };

    private static int Sum(params ReadOnlySpan<int> numbers)
    {
        int sum = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            sum += numbers[i];
        }

        return sum;
    }
}
