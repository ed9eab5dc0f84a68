// The smallest .NET program, published as small as it gets.
Console.WriteLine("Hello, World!");
