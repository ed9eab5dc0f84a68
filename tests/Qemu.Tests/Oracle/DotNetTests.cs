// Programs published with NativeAOT do the same in the guest as on Linux, in each Variant that the compiler links.
namespace Qemu.Tests.Oracle;

using System.IO;
using System.Linq;
using System.Text;
using Qemu.Tests.Running;

public sealed class DotNetTests
{
    /// <summary>The words after an app's name are its arguments.</summary>
    private static readonly string[] s_apps =
    [
        "hello",
        "hellohl",
        "env an argument",
        "files /files keep",
        "files /files clean",
        "text /tmp",
        "gc 64 4",
        "gc 16 1",
        "threads",
        "parallel /tmp 60 8",
        "keys",
        "thunk",
        "process",
        "exceptions",
        "exceptions 10 10 crash",
        "exceptions 10 10 overflow",
        "exceptions 10 10 violation",
        "exceptions 10 10 failfast",
        "tight",
        "mapping /tmp",
        "fsmore /tmp",
    ];

    public static TheoryData<string, string> Apps
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string variant in DotNetApp.Variants)
            {
                foreach (string app in s_apps)
                {
                    data.Add(variant, app);
                }
            }

            return data;
        }
    }

    [OracleTheory]
    [MemberData(nameof(Apps))]
    public void DoesTheSameAsOnLinux(string variant, string app)
    {
        string[] words = app.Split(' ');
        using LinuxOracle oracle = DotNetApp.Oracle(words[0], variant);
        oracle.AssertSame([DotNetApp.PathOf(words[0], variant), .. words.Skip(1)]);
    }

    [OracleTheory]
    [InlineData("dynamic", "one\ntwo\nquit\nthree\n")]
    [InlineData("pie", "one\ntwo\nno newline at the end")]
    [InlineData("static", "grüße\n\n")]
    [InlineData("pie", "")]
    public void ReadsLines(string variant, string input)
    {
        using LinuxOracle oracle = DotNetApp.Oracle("readline", variant, Encoding.UTF8.GetBytes(input));
        oracle.AssertSame(DotNetApp.PathOf("readline", variant));
    }

    [OracleFact]
    public void WordCount()
    {
        using var oracle = new LinuxOracle(share =>
        {
            File.Copy(Path.Combine(Clone.Root, "samples/share/WordCount"), share["WordCount"]);
            foreach (string text in Directory.GetFiles(Path.Combine(Clone.Root, "samples/share"), "*.txt"))
            {
                File.Copy(text, share[Path.GetFileName(text)]);
            }

            File.Delete(share["report.txt"]);
        });
        oracle.AssertSame("/WordCount", "/");
    }
}
