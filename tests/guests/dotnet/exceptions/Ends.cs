// The ways in which a .NET program ends that nobody wants: each has an exit code of its own.
using System.Runtime.CompilerServices;

internal static class Ends
{
    public static unsafe void By(string end)
    {
        switch (end)
        {
            case "crash":
                throw new InvalidOperationException("nobody catches this");
            case "overflow":
                Console.WriteLine(Recurse(1));
                break;
            case "violation":
                Console.WriteLine(*(int*)0x7000_0000_0000);
                break;
            case "failfast":
                Environment.FailFast("on purpose");
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth)
    {
        Span<byte> some = stackalloc byte[200];
        some[depth % some.Length] = 1;
        return Recurse(depth + 1) + some[5];
    }
}
