// The smallest .NET program.
Console.WriteLine("Hello, World!");
