// Stores references in fields, which ilc does through the write barrier.
namespace Sample;

internal sealed class Stores
{
    private Stores? _next;

    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n)
    {
        var first = new Stores();
        for (int i = 0; i < n; i++)
        {
            first._next = new Stores { _next = first._next };
        }

        int count = 0;
        for (Stores? at = first; at != null; at = at._next)
        {
            count++;
        }

        return count;
    }
}
