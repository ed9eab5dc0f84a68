// What the parts of this app assert with: the first thing that is wrong ends it with exit code 1.
internal static class Check
{
    public static void That(bool isTrue, string what)
    {
        if (!isTrue)
        {
            Console.WriteLine("FAIL " + what);
            Environment.Exit(1);
        }
    }

    public static void Throws<T>(Action action, string what) where T : Exception
    {
        try
        {
            action();
        }
        catch (T)
        {
            return;
        }

        That(false, what + ": no " + typeof(T).Name);
    }
}
