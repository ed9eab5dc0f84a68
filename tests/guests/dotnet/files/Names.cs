// Lists, moves, copies, links and deletes files and folders, and provokes the errors that .NET turns into exceptions.
internal static class Names
{
    public static void Enumerate(string root)
    {
        for (int index = 0; index < 20; index++)
        {
            File.WriteAllText(Path.Combine(root, $"a/b/c/f{index}.dat"), new string('x', index * 100));
        }

        int count = 0;
        long bytes = 0;
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            count++;
            bytes += new FileInfo(file).Length;
        }

        Check.That(count == 23 && bytes > 0, "EnumerateFiles: " + count);
        Check.That(Directory.EnumerateFileSystemEntries(root, "*.txt").Count() == 1, "pattern");
    }

    public static void Attributes(string path)
    {
        var file = new FileInfo(path);
        Console.WriteLine($"{file.Length} {file.Attributes} {file.IsReadOnly} {file.UnixFileMode}");
        Check.That(file.LastWriteTimeUtc.Year > 2000 && file.CreationTimeUtc.Year > 2000, "times");
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Check.That(File.GetLastWriteTimeUtc(path) == new DateTime(2020, 1, 2, 3, 4, 5), "SetLastWriteTimeUtc");
    }

    public static void MoveAndCopy(string root, string first, string second)
    {
        string renamed = Path.Combine(root, "renamed.txt");
        string copy = Path.Combine(root, "copy.bin");
        File.Move(first, renamed);
        File.Move(second, renamed, overwrite: true);
        File.Copy(renamed, copy);
        Check.That(File.ReadAllBytes(copy).Length == 200_000, "Copy");
        File.Copy(Path.Combine(root, "a/b/c/f3.dat"), copy, overwrite: true);
        Check.That(new FileInfo(copy).Length == 300, "Copy over a file");

        string link = Path.Combine(root, "link");
        File.CreateSymbolicLink(link, "renamed.txt");
        Check.That(new FileInfo(link).LinkTarget == "renamed.txt", "LinkTarget");
        Check.That(File.ResolveLinkTarget(link, returnFinalTarget: true)!.Name == "renamed.txt", "ResolveLinkTarget");

        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(copy, mode);
        Check.That(File.GetUnixFileMode(copy) == mode, "SetUnixFileMode");
        File.SetAttributes(copy, FileAttributes.ReadOnly);
        Check.That(File.Exists(copy) && !File.Exists(Path.Combine(root, "nope")) && Directory.Exists(root), "Exists");
    }

    public static void Errors(string root)
    {
        string renamed = Path.Combine(root, "renamed.txt");
        Check.Throws<FileNotFoundException>(() => File.ReadAllText(Path.Combine(root, "nope")), "a missing file");
        Check.Throws<DirectoryNotFoundException>(() => File.ReadAllText(Path.Combine(root, "nope/x")), "a missing folder");
        Check.Throws<UnauthorizedAccessException>(() => File.ReadAllText(Path.Combine(root, "a")), "a folder as file");
        Check.Throws<IOException>(() => Directory.Delete(Path.Combine(root, "a")), "a full folder");
        Check.Throws<IOException>(() => new FileStream(renamed, FileMode.CreateNew).Dispose(), "CreateNew on a file");
        using var exclusive = new FileStream(renamed, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Check.Throws<IOException>(
            () => new FileStream(renamed, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(),
            "sharing violation");
    }

    public static void CleanUp(string root)
    {
        File.Delete(Path.Combine(root, "copy.bin"));
        Directory.Move(Path.Combine(root, "a/b"), Path.Combine(root, "moved"));
        Directory.SetCurrentDirectory(root);
        Check.That(File.Exists("renamed.txt"), "a relative path");
        Console.WriteLine(Directory.GetCurrentDirectory());
        Directory.SetCurrentDirectory("/");
        Directory.Delete(root, recursive: true);
        Check.That(!Directory.Exists(root), "Delete");
    }
}
