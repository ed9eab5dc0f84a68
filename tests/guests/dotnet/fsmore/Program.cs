// fsmore FOLDER: the less usual calls on files: locks, temporary files, replacing, drives, watching, special folders.
string root = Path.Combine(args.Length > 0 ? args[0] : "/tmp", "fsmore");
Directory.CreateDirectory(root);
string path = Path.Combine(root, "x");

Try("write", () => File.WriteAllText(path, "hello"));
Try("lock", () =>
{
    using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
    stream.Lock(0, 10);
    stream.Unlock(0, 10);
});
Try("temporary file", () => File.Delete(Path.GetTempFileName()));
Try("temporary folder", () => Directory.Delete(Directory.CreateTempSubdirectory().FullName));
Try("replace", () =>
{
    File.WriteAllText(path + "1", "1");
    File.WriteAllText(path + "2", "2");
    File.Replace(path + "1", path + "2", path + "-backup");
    Console.WriteLine($"{File.ReadAllText(path + "2")} {File.ReadAllText(path + "-backup")} {File.Exists(path + "1")}");
});
Try("delete on close", () =>
{
    using (var stream = new FileStream(path + "gone", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose))
    {
        stream.WriteByte(1);
    }

    Console.WriteLine(File.Exists(path + "gone"));
});
Try("asynchronous", () =>
{
    using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 4096, useAsync: true);
    byte[] bytes = new byte[5];
    stream.ReadExactlyAsync(bytes).AsTask().Wait();
    stream.WriteAsync(bytes).AsTask().Wait();
    stream.FlushAsync().Wait();
});
Try("drive", () =>
{
    var drive = new DriveInfo("/");
    Console.WriteLine(drive.TotalSize > 0 && drive.DriveFormat.Length > 0);
});
Try("drives", () => Console.WriteLine(DriveInfo.GetDrives().Length > 0));
Try("watcher", () => Watching.SeesWhatThisProcessDoes(root));
Try("null", () => Console.WriteLine(File.OpenRead("/dev/null").ReadByte()));
Try("times", () =>
{
    var time = new DateTime(2021, 2, 3, 4, 5, 6, DateTimeKind.Utc);
    File.SetLastWriteTimeUtc(path, time);
    File.SetLastAccessTimeUtc(path, time);
    Console.WriteLine(File.GetLastWriteTimeUtc(path) == time);
});
Try("enumerate", () =>
{
    Directory.CreateDirectory(path + "d/e");
    var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };
    Console.WriteLine(new DirectoryInfo(root).EnumerateFileSystemInfos("*", options).Count(entry => entry.LastWriteTime.Year > 2000));
});
Try("move to another file system", () =>
{
    const string other = "/dev/shm/crossed";
    File.Delete(other);
    File.Move(path, other);
    Console.WriteLine(File.ReadAllText(other));
    File.Delete(other);
});
Try("special folders", () =>
{
    Console.WriteLine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
    Console.WriteLine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData));
    Console.WriteLine(Path.GetTempPath());
});
Try("process", () => Console.WriteLine(File.ReadAllText("/proc/self/status").Length > 0));
Try("user", () => Console.WriteLine(Environment.UserName));
Directory.Delete(root, recursive: true);
Console.WriteLine("fsmore OK");

static void Try(string name, Action action)
{
    try
    {
        action();
        Console.WriteLine(name + " ok");
    }
    catch (Exception exception)
    {
        Console.WriteLine($"{name} throws {exception.GetType().Name}: {exception.Message}");
    }
}
