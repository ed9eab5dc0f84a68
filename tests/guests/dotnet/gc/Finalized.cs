// An object that counts its finalizations.
internal sealed class Finalized
{
    private static int s_count;
    private static int s_made;

    public Finalized()
    {
        Interlocked.Increment(ref s_made);
    }

    ~Finalized()
    {
        Interlocked.Increment(ref s_count);
    }

    public static int Count => s_count;

    public static int Made => s_made;
}
