// Exceptions that begin as a fault of the processor and reach the runtime as a signal: #PF at null, #DE.
using System.Runtime.CompilerServices;

internal static class Faults
{
    public static int NullReferences(int count)
    {
        Box? box = Environment.TickCount64 == -1 ? new Box() : null;
        int caught = 0;
        for (int index = 0; index < count; index++)
        {
            try
            {
                Touch(box!);
            }
            catch (NullReferenceException)
            {
                caught++;
            }
        }

        return caught;
    }

    public static int NullReferenceOfAnotherThread()
    {
        int caught = 0;
        var thread = new Thread(() => caught = NullReferences(1));
        thread.Start();
        thread.Join();
        return caught;
    }

    public static unsafe int WriteToPageZero()
    {
        try
        {
            *(int*)8 = 1;
            return 0;
        }
        catch (NullReferenceException)
        {
            return 1;
        }
    }

    public static int Divisions(int count)
    {
        int caught = 0;
        for (int index = 0; index < count; index++)
        {
            try
            {
                Divide(5, index - index);
            }
            catch (DivideByZeroException)
            {
                caught++;
            }
        }

        return caught;
    }

    public static int Overflow()
    {
        try
        {
            return Divide(int.MinValue, Environment.TickCount64 == -1 ? 2 : -1);
        }
        catch (OverflowException)
        {
            return 1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Touch(Box box) => box.Content;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int dividend, int divisor) => dividend / divisor;

    private sealed class Box
    {
        public int Content = 1;
    }
}
