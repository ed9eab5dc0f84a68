// The folder /data that the BusyBox tests work on: files of several sizes and kinds, all with times of their own.
namespace Qemu.Tests.Oracle;

using System;
using System.IO;
using System.Linq;
using System.Text;
using Qemu.Tests.Running;

internal static class SampleTree
{
    public static void Prepare(GuestShare share)
    {
        share.With("busybox");
        string data = share["data"];
        Directory.CreateDirectory(Path.Combine(data, "sub/deeper/deepest"));
        Directory.CreateDirectory(Path.Combine(data, "empty folder"));
        File.WriteAllText(Path.Combine(data, "poem.txt"), "pear\napple\nfig\napple\nbanana\ncherry\n");
        File.WriteAllText(Path.Combine(data, "empty"), string.Empty);
        File.WriteAllText(Path.Combine(data, "no newline"), "the end");
        File.WriteAllText(Path.Combine(data, "grüße.txt"), "grüße\nan alle\n", Encoding.UTF8);
        File.WriteAllBytes(Path.Combine(data, "binary"), Bytes(300_000));
        File.WriteAllText(Path.Combine(data, "sub/fruit.txt"), string.Concat(Enumerable.Range(0, 5000).Select(number => $"{number} apples\n")));
        File.WriteAllText(Path.Combine(data, "sub/deeper/deepest/bottom.txt"), "the bottom, with an apple\n");
        File.CreateSymbolicLink(Path.Combine(data, "link"), "poem.txt");
        File.CreateSymbolicLink(Path.Combine(data, "absolute"), "/data/sub/fruit.txt");
        File.CreateSymbolicLink(Path.Combine(data, "to-sub"), "sub");
        File.CreateSymbolicLink(Path.Combine(data, "dangling"), "nowhere");
        File.SetUnixFileMode(Path.Combine(data, "binary"), UnixFileMode.UserRead);
        File.SetUnixFileMode(Path.Combine(data, "sub/deeper"), (UnixFileMode)0b111_101_000);
        SetTimes(data);
    }

    /// <summary>Bytes that are the same in every run and do not repeat soon.</summary>
    public static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(9).NextBytes(bytes);
        return bytes;
    }

    // From the leaves up: a change in a folder changes the folder's time.
    private static void SetTimes(string folder)
    {
        foreach (string entry in Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(entry).LinkTarget != null)
            {
                HostProcess.Run("/usr/bin/touch", ["-h", "-d", "2003-02-01 04:05:06.123456789 UTC", entry]);
            }
            else if (Directory.Exists(entry))
            {
                SetTimes(entry);
            }
            else
            {
                File.SetLastWriteTimeUtc(entry, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddDays(entry.Length));
            }
        }

        Directory.SetLastWriteTimeUtc(folder, new DateTime(2002, 3, 4, 5, 6, 7, DateTimeKind.Utc));
    }
}
