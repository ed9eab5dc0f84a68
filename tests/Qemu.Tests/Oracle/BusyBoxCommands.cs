// Commands for BusyBox on the folder of SampleTree, each of which has to do the same in the guest as on Linux.
namespace Qemu.Tests.Oracle;

using System.Collections.Generic;
using System.Linq;

/// <summary>Words apart by blanks; an underscore is a blank inside a word, except in formats.</summary>
internal static class BusyBoxCommands
{
    public static TheoryData<string> All => new()
    {
        "ls /data",
        "ls -la /data",
        "ls -laR /data/sub /data/to-sub",
        "ls -lan /data/poem.txt /data/link",
        "ls /data/missing",
        "cat /data/poem.txt /data/empty /data/link /data/absolute",
        "cat /data/binary",
        "cat /data/missing",
        "cat /data/sub",
        "cp -a /data /copy",
        "cp /data/binary /data/empty",
        "cp -r /data/sub /data/new",
        "mv /data/poem.txt /data/sub/moved.txt",
        "mv /data/sub /data/renamed",
        "mv /data/sub/fruit.txt /data/poem.txt",
        "mv /data/missing /data/x",
        "rm /data/poem.txt /data/link",
        "rm -r /data",
        "rm -rf /data/sub /data/missing",
        "rm /data/sub",
        "rmdir /data/sub",
        "mkdir -p /data/a/b/c/d /data/sub/e",
        "mkdir -m 700 /data/private",
        "mkdir /data/sub",
        "find /data",
        "find /data -name *.txt -type f",
        "find /data -type l",
        "find /data -mtime +1000 -size +100k",
        "md5sum /data/poem.txt /data/binary /data/sub/fruit.txt",
        "sha256sum /data/binary /data/empty",
        "grep -r apple /data",
        "grep -rc 99 /data/sub",
        "grep -r nothing-of-the-kind /data",
        "sort /data/poem.txt",
        "sort -u -o /data/sorted.txt /data/poem.txt",
        "sort -rn /data/sub/fruit.txt",
        "uniq -c /data/poem.txt",
        "tar cf /archive.tar -C /data .",
        "tar czf /archive.tar.gz /data/sub",
        "dd if=/data/binary of=/data/part bs=1000 count=7 skip=3",
        "dd if=/data/binary of=/data/poem.txt bs=4k seek=2 conv=notrunc",
        "dd if=/dev/zero of=/data/zeros bs=64k count=20",
        "wc /data/poem.txt /data/sub/fruit.txt /data/binary",
        "head -n 2 /data/poem.txt",
        "tail -n 3 /data/sub/fruit.txt",
        "tail -c 100 /data/binary",
        "cut -d_ -f1 /data/poem.txt",
        "stat -c %n_%s_%a_%F_%h_%u_%g_%Y /data/poem.txt /data/link /data/sub /data/binary",
        "stat -L -c %n_%s_%a_%F /data/link /data/to-sub",
        "ln -s poem.txt /data/new-link",
        "ln /data/poem.txt /data/hard",
        "ln -s x /data/link",
        "readlink /data/link",
        "readlink -f /data/to-sub/../to-sub/deeper",
        "realpath /data/absolute",
        "touch /data/new /data/empty",
        "touch -d 2010-11-12_13:14:15 /data/poem.txt",
        "touch -r /data/binary /data/new",
        "chmod 600 /data/poem.txt",
        "chmod -R go-rwx /data/sub",
        "chmod u+s,+t /data/empty",
        "truncate -s 1000 /data/binary",
        "truncate -s 1M /data/empty",
        "cmp /data/binary /data/binary",
        "cmp /data/poem.txt /data/sub/fruit.txt",
        "du -s /data/sub/deeper/deepest/bottom.txt",
        "echo some words",
        "printf %s-%d\\n number 42",
        "seq 1 1000",
        "true",
        "false",
        "test -d /data/sub",
        "test -e /data/missing",
        "sh -c cd_/data;for_f_in_*.txt;do_read_a_<$f;echo_$f_$a;done",
        "sh -c echo_one_>/data/new;echo_two_>>/data/new;exit_7",
        "awk {n+=$1}END{print_n} /data/sub/fruit.txt",
        "sed s/apple/orange/ /data/poem.txt",
        "sed -i s/apple/orange/ /data/poem.txt",
        "gzip -k /data/sub/fruit.txt",
        "base64 /data/poem.txt",
        "od -c /data/poem.txt",
        "env",
        "pwd",
        "basename /data/poem.txt .txt",
        "sync",
        "usleep 1000",
    };

    /// <summary>Every second one, from the first or from the second: for tests that run the halves at once.</summary>
    public static TheoryData<string> Half(int first) =>
        new(((IEnumerable<object[]>)All).Where((_, index) => index % 2 == first).Select(row => (string)row[0]));

    /// <summary>The app and its arguments.</summary>
    public static string[] WordsOf(string command)
    {
        string[] words = command.Split(' ');
        for (int index = 0; index < words.Length && words[0] is not ("stat" or "cut"); index++)
        {
            words[index] = words[index].Replace('_', ' ');
        }

        return ["/busybox", .. words];
    }
}
