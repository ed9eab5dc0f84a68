// FileSystemWatcher on a folder that this process itself changes.
using System.Collections.Concurrent;

internal static class Watching
{
    public static void SeesWhatThisProcessDoes(string folder)
    {
        using var changes = new BlockingCollection<string>();
        using var watcher = new FileSystemWatcher(folder);
        watcher.Created += (_, change) => changes.Add("created " + change.Name);
        watcher.Deleted += (_, change) => changes.Add("deleted " + change.Name);
        watcher.Renamed += (_, change) => changes.Add($"renamed {change.OldName} {change.Name}");
        watcher.EnableRaisingEvents = true;
        string path = Path.Combine(folder, "watched");
        File.WriteAllText(path, "1");
        File.Move(path, path + "2");
        File.Delete(path + "2");
        for (int count = 0; count < 3; count++)
        {
            Console.WriteLine(changes.TryTake(out string? change, 10_000) ? change : "nothing");
        }
    }
}
