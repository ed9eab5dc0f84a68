// Exceptions that code throws: through frames with finally, by the library, in tasks, one inside the other.
internal static class Thrown
{
    public static string ThroughFrames(int count)
    {
        int caught = 0;
        int finals = 0;
        for (int index = 0; index < count; index++)
        {
            try
            {
                Deep(10, index);
            }
            catch (InvalidOperationException exception) when (exception.Message.Length > 0)
            {
                caught++;
            }
            finally
            {
                finals++;
            }
        }

        return $"{caught} {finals}";
    }

    public static int ByTheLibrary()
    {
        int caught = 0;
        try
        {
            int[] array = new int[3];
            array[Environment.ProcessId | 8] = 1;
        }
        catch (IndexOutOfRangeException)
        {
            caught++;
        }

        try
        {
            object text = "text";
            _ = (Version)text;
        }
        catch (InvalidCastException)
        {
            caught++;
        }

        try
        {
            Task.Run(() => throw new FormatException("in a task")).Wait();
        }
        catch (AggregateException exception) when (exception.InnerException is FormatException)
        {
            caught++;
        }

        return caught;
    }

    public static int LinesOfNested()
    {
        try
        {
            throw new InvalidOperationException("outer", new ArgumentException("inner"));
        }
        catch (InvalidOperationException exception)
        {
            return exception.ToString().Split('\n').Length;
        }
    }

    private static int Deep(int depth, int index)
    {
        if (depth == 0)
        {
            throw new InvalidOperationException("number " + index);
        }

        try
        {
            return Deep(depth - 1, index) + 1;
        }
        finally
        {
            if (index < 0)
            {
                Console.Write(1);
            }
        }
    }
}
