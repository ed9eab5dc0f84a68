// Programs of the host, dynamically linked, run from its own root and do the same as outside.
namespace Qemu.Tests.Programs;

using System.IO;
using System.Text;
using Qemu.Tests.Oracle;

public sealed class HostProgramTests
{
    [OracleTheory]
    [InlineData("/usr/bin/git", "--version")]
    [InlineData("/bin/ls", "-la", "/etc")]
    [InlineData("/bin/ls", "-lR", "/usr/share/zoneinfo")]
    [InlineData("/bin/ls", "/missing")]
    [InlineData("/usr/bin/du", "-a", "/usr/share/doc")]
    [InlineData("/bin/cp", "-a", "/usr/lib/python3.11/json", "/tmp/copy")]
    [InlineData("/usr/bin/perl", "-e", "print 6 * 7, qq(\\n)")]
    [InlineData("/usr/bin/perl", "-ne", "$n += length; END { print qq($. $n\\n) }", "/etc/services")]
    [InlineData("/usr/bin/perl", "-MList::Util=sum", "-e", "print sum(map { $_ ** 2 } 1 .. 1000), qq(\\n)")]
    [InlineData("/usr/bin/awk", "-F:", "{ print $1 }", "/etc/passwd")]
    [InlineData("/usr/bin/find", "/usr/lib/python3.11/json", "-name", "*.py")]
    [InlineData("/usr/bin/sort", "-r", "/etc/services")]
    [InlineData("/usr/bin/touch", "-d", "2011-12-13 14:15:16", "/tmp/new")]
    [InlineData("/bin/date", "-d", "@1000000000")]
    [InlineData("/usr/bin/env")]
    [InlineData("/usr/bin/id", "-u")]
    [InlineData("/usr/bin/python3", "-c", "print(6*7)")]
    [InlineData("/usr/bin/python3", "-c", "import sys; sys.exit(3)")]
    [InlineData("/usr/bin/python3", "-c", "1/0")]
    [InlineData("/usr/bin/python3", "-c", "x = bytearray(10**14)")]
    [InlineData("/usr/bin/python3", "-c", "import os; ends = [os.pipe() for _ in range(100)]; [os.write(w, b'x') for _, w in ends]; print(len(ends))")]
    [InlineData("/bin/bash", "-c", "ulimit -v 60000; exec python3 -c 'x = bytearray(100 << 20)'")]
    [InlineData("/bin/bash", "-c", "for i in 1 2 3; do echo $((i * i)); done; printf '%05d\\n' 42; [[ abc == a* ]] && echo yes; exit 5")]
    [InlineData("/bin/bash", "-c", "declare -A a=([x]=1 [y]=2); read -r line </etc/hostname; echo ${#line} ${a[y]} >/tmp/out; cat() { echo no; }; cat")]
    [InlineData("/bin/bash", "-c", "trap 'echo bye' EXIT; cd /usr; pwd; umask; ulimit -n >/dev/null; type echo; echo ${BASH_VERSION%%.*}")]
    [InlineData("/bin/bash", "-c", "cd /usr; exec -a other ls -d lib")]
    [InlineData("/usr/bin/env", "FOO=1", "printenv", "FOO")]
    [InlineData("/usr/bin/nice", "-n", "5", "nice")]
    [InlineData("/usr/bin/dpkg", "-l", "bash")]
    [InlineData("/usr/bin/python3", "-c", "import os; os.execlp('echo', 'echo', 'from', 'python')")]
    [InlineData("/bin/busybox", "sh", "-c", "x=5; while [ $x -gt 0 ]; do echo $x; x=$((x - 1)); done >/tmp/out; test -s /tmp/out && echo written")]
    public void DoesTheSameAsOutside(params string[] program)
    {
        using var oracle = new HostOracle();
        oracle.AssertSame(program);
    }

    /// <summary>As character devices, which they were, they made programs believe that a user sits there.</summary>
    [OracleTheory]
    [InlineData("/usr/bin/perl", "-e", "print map { -p $_ ? 'pipe ' : 'other ' } *STDIN, *STDOUT, *STDERR; print <STDIN>")]
    [InlineData("/usr/bin/python3", "-c", "import fcntl; print([fcntl.fcntl(n, fcntl.F_GETFL) & 3 for n in range(3)])")]
    [InlineData("/bin/bash", "-c", "read -r x; echo $x >/dev/stdout; cd /dev; [[ -p /dev/stdin ]] && echo pipe; exec cat stdin")]
    [InlineData("/bin/cp", "/dev/stdin", "/tmp/copy")]
    public void StreamsAreEndsOfPipes(params string[] program)
    {
        using var oracle = new HostOracle() { Input = "one\ntwo\n"u8.ToArray() };
        oracle.AssertSame(program);
    }

    [OracleFact]
    public void PythonScriptUsesItsLibrary()
    {
        using var oracle = new HostOracle(folder => File.WriteAllText(Path.Combine(folder, "script.py"), """
            import collections, datetime, hashlib, json, pathlib, random, re, struct, tempfile, zipfile, zlib
            place = pathlib.Path('/tmp/place')
            (place / 'deep/er').mkdir(parents=True)
            for number in range(50):
                (place / f'{number}.txt').write_text(f'text {number}\n' * number)
            with zipfile.ZipFile('/tmp/place.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
                for path in sorted(place.glob('*.txt')):
                    archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
            with zipfile.ZipFile('/tmp/place.zip') as archive:
                print(archive.testzip(), len(archive.namelist()), sum(info.file_size for info in archive.infolist()))
            random.seed(4)
            numbers = [random.random() for _ in range(10000)]
            print(hashlib.sha256(struct.pack(f'{len(numbers)}d', *numbers)).hexdigest(), hashlib.md5(b'x').hexdigest())
            text = json.dumps({'a': [1, 2.5, None], 'ü': collections.Counter('banana')}, sort_keys=True)
            print(text, json.loads(text)['a'], zlib.crc32(text.encode()))
            print(re.findall(r'(\w+)=(\d+)', 'a=1 b=22'), datetime.date(2024, 2, 29) + datetime.timedelta(days=1))
            with tempfile.TemporaryDirectory() as folder:
                (pathlib.Path(folder) / 'x').symlink_to('nowhere')
            (place / '7.txt').rename(place / 'deep/er/7.txt')
            (place / '8.txt').unlink()
            print(sorted(path.relative_to(place).as_posix() for path in place.rglob('*'))[:6])
            """));
        oracle.AssertSame("/usr/bin/python3", "/tmp/script.py");
    }

    [OracleTheory]
    [InlineData("/usr/bin/sha256sum", "/tmp/large")]
    [InlineData("/usr/bin/gzip", "-1n", "/tmp/large")]
    [InlineData("/usr/bin/sort", "-o", "/tmp/sorted", "/tmp/large")]
    public void HundredMegabytesPassThrough(params string[] program)
    {
        using var oracle = new HostOracle(folder => WriteLines(Path.Combine(folder, "large"), 100_000_000)) { TimeoutSeconds = 240 };
        oracle.AssertSame(program);
    }

    [OracleFact]
    public void WhereALibraryWasIsSaidByItsName()
    {
        using var oracle = new HostOracle();
        Running.Outcome outcome = oracle.Run("/usr/bin/python3", "-c", "import os; os.kill(os.getpid(), 11)");
        Assert.Equal(139, outcome.ExitCode);
        Assert.Matches(@"killed by SIGSEGV at 0x[0-9a-f]{16} in libc\.so\.6\+0x[0-9a-f]+\n", outcome.ErrorText);
    }

    [OracleFact]
    public void NothingInTheHostsRootCanBeChanged()
    {
        using var oracle = new HostOracle();
        Running.Outcome outcome = oracle.Run("/bin/bash", "-c", "echo x >/root/written-by-a-guest; echo $?; rm -f /etc/hostname; [[ -e /etc/hostname ]]; echo $?");
        Assert.StartsWith("1\n", outcome.OutputText);
        Assert.False(File.Exists("/root/written-by-a-guest"));
        Assert.Contains("Read-only file system", outcome.ErrorText);
    }

    private static void WriteLines(string path, int length)
    {
        var random = new System.Random(3);
        using var file = new StreamWriter(path, append: false, Encoding.ASCII, 1 << 20);
        for (int written = 0; written < length;)
        {
            string line = $"{random.NextInt64():x} {random.Next()} some text\n";
            file.Write(line);
            written += line.Length;
        }
    }
}
