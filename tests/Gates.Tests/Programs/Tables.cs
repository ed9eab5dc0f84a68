// A static that ilc cannot compute at build time.
namespace Sample;

internal static class Tables
{
    private static readonly object[] s_all = { new object(), new object() };

    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n) => s_all[n] is null ? 1 : 0;
}
