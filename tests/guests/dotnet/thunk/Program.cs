// Delegates called by native code through executable thunks, and native code called by name.
using System.Numerics;
using System.Runtime.InteropServices;

int calls = 0;
Comparison compare = (left, right) =>
{
    calls++;
    return Marshal.ReadInt32(left) - Marshal.ReadInt32(right);
};
int[] numbers = [5, 3, 9, 1];
Try("sorted by C", () =>
{
    Native.Sort(numbers, numbers.Length, sizeof(int), compare);
    return $"{string.Join(',', numbers)} {calls > 0}";
});
Try("page", () => Native.PageSize());

long addresses = 0;
for (int index = 0; index < 300; index++)
{
    int number = index;
    Comparison one = (_, _) => number;
    addresses |= Marshal.GetFunctionPointerForDelegate(one);
    GC.KeepAlive(one);
}

Console.WriteLine($"thunks {addresses != 0}");
unsafe
{
    delegate* unmanaged<int, int> next = &Next;
    Console.WriteLine($"unmanaged {next(20)}");
}

Vector<double> vector = new(1.5);
Console.WriteLine($"vector {Vector.Sum(vector * vector) == 2.25 * Vector<double>.Count}");

static void Try(string name, Func<object> action)
{
    try
    {
        Console.WriteLine($"{name} {action()}");
    }
    catch (Exception exception)
    {
        Console.WriteLine($"{name} throws {exception.GetType().Name}");
    }
}

[UnmanagedCallersOnly]
static int Next(int number) => number + 1;

internal delegate int Comparison(nint left, nint right);

internal static class Native
{
    [DllImport("libc", EntryPoint = "qsort")]
    public static extern void Sort(int[] numbers, nint count, nint size, Comparison compare);

    [DllImport("libc", EntryPoint = "getpagesize")]
    public static extern int PageSize();
}
