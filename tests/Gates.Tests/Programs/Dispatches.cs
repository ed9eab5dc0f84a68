// A call through an interface with four implementers.
namespace Sample;

internal interface IShape
{
    int Sides();
}

internal sealed class Point : IShape
{
    public int Sides() => 0;
}

internal sealed class Line : IShape
{
    public int Sides() => 1;
}

internal sealed class Triangle : IShape
{
    public int Sides() => 3;
}

internal sealed class Square : IShape
{
    public int Sides() => 4;
}

internal static class Dispatches
{
    [System.Runtime.RuntimeExport("kmain")]
    private static int Start(int n) => Count(n == 0 ? new Point() : n == 1 ? new Line() : n == 2 ? new Triangle() : new Square());

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int Count(IShape shape) => shape.Sides();
}
