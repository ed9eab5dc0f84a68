// Answers each line of stdin until "quit" or the end, with a prompt that does not end a line.
int number = 0;
Console.Write("name? ");
while (Console.ReadLine() is { } name && name != "quit")
{
    number++;
    Console.WriteLine($"{number}: hi {name}");
    Console.Write("name? ");
}

Console.Error.WriteLine("bye");
Console.WriteLine($"in={Console.IsInputRedirected} out={Console.IsOutputRedirected} enc={Console.OutputEncoding.WebName}");
