// files FOLDER [keep]: works in FOLDER with all the file calls that ordinary .NET programs use; leaves it there if asked.
string root = args.Length > 0 ? args[0] : "/files";
if (Directory.Exists(root))
{
    Directory.Delete(root, recursive: true);
}

Directory.CreateDirectory(Path.Combine(root, "a/b/c"));
string first = Path.Combine(root, "one.txt");
string second = Path.Combine(root, "a/two.bin");

Content.WholeFiles(first);
Content.Streams(second);
Content.Handles(second);
Content.Preallocated(Path.Combine(root, "preallocated"));
Names.Enumerate(root);
Names.Attributes(first);
Names.MoveAndCopy(root, first, second);
Names.Errors(root);
if (!args.Contains("keep"))
{
    Names.CleanUp(root);
}

Console.WriteLine("files OK");
