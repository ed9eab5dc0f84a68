// An object with a finalizer.
namespace Sample;

internal sealed class Handle
{
    public int Value;

    ~Handle()
    {
        Value = 0;
    }
}

internal static class Finalizes
{
    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n) => Open(n).Value;

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static Handle Open(int n) => new() { Value = n };
}
