// A value that becomes an object.
namespace Sample;

internal static class Boxes
{
    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n) => Take(n);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int Take(object value) => (int)value;
}
