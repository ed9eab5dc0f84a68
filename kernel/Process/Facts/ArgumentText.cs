// /proc/self/cmdline and /proc/self/environ (proc(5)): the strings with a NUL behind each, as the program got them.
namespace Kernel.Process.Facts;

using System;
using Kernel.Abi;

internal static class ArgumentText
{
    public static int Write(ArgumentList list, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        for (int index = 0; index < list.Count; index++)
        {
            builder.Append(list[index]);
            builder.Append((byte)0);
        }

        return builder.Length;
    }
}
