// Colours, title, size, cursor, keys and a line: what a program does that thinks it has a terminal.
Console.CancelKeyPress += (_, arguments) =>
{
    arguments.Cancel = true;
    Console.WriteLine("^C");
};
Console.ForegroundColor = ConsoleColor.Green;
Console.WriteLine("green");
Console.ResetColor();
Console.Title = "title";
Try(() => Console.WriteLine($"{Console.WindowWidth}x{Console.WindowHeight} {Console.CursorLeft}"));
Try(() =>
{
    Console.Clear();
    Console.SetCursorPosition(2, 2);
});
for (int index = 0; index < 3; index++)
{
    Try(() =>
    {
        ConsoleKeyInfo key = Console.ReadKey(intercept: true);
        Console.WriteLine($"key {key.Key} {(int)key.KeyChar} {key.Modifiers}");
    });
}

Console.WriteLine("line: " + Console.ReadLine());

static void Try(Action action)
{
    try
    {
        action();
    }
    catch (Exception exception)
    {
        Console.WriteLine(exception.GetType().Name);
    }
}
