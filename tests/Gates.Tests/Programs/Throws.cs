// A method that throws.
namespace Sample;

internal static class Throws
{
    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n) => Thrower(n) + 1;

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int Thrower(int n) => n == 3 ? throw new System.Exception() : n;
}
