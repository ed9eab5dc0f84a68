// Nothing that a gate minds.
namespace Sample;

internal static class Behaves
{
    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n) => n switch { 1 => 4, 2 => 7, 3 => 11, 4 => 12, 5 => 20, _ => 0 } + "text"u8[n];
}
