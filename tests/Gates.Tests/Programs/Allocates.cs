// A method that allocates, beside a constructor, which may.
namespace Sample;

internal sealed class Pool<T>
{
    private readonly T[] _items;

    public Pool(int size)
    {
        _items = new T[size];
    }

    public int Size => _items.Length;
}

internal static class Allocates
{
    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n) => new Pool<int>(n).Size + Outer.Inner.Read(n);

    private static class Outer
    {
        public static class Inner
        {
            [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
            public static int Read(int n) => new byte[n].Length;
        }
    }
}
