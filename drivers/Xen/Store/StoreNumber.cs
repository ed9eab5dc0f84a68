// Numbers in the store are decimal text. The client, Xenbus and the drivers parse them with this, strictly: others wrote them.
namespace Drivers.Xen.Store;

using System;

public static class StoreNumber
{
    /// <summary>True when the text is nothing but digits, at least one, and its value fits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out uint value)
    {
        const int MostDigits = 10;
        ulong sum = 0;
        value = 0;
        if (text.IsEmpty || text.Length > MostDigits)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            uint digit = (uint)text[i] - '0';
            if (digit > 9)
            {
                return false;
            }

            sum = (sum * 10) + digit;
        }

        value = (uint)sum;
        return sum <= uint.MaxValue;
    }
}
