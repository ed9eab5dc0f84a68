// Programs published with NativeAOT, at a fixed address and as static-PIE, do the same in the guest as on Linux.
namespace Qemu.Tests.Oracle;

using System.IO;
using System.Text;
using Qemu.Tests.Running;

public class DotNetTests
{
    [OracleTheory]
    [InlineData("static")]
    [InlineData("pie")]
    public void Hello(string variant) => Check("hello", variant);

    [OracleTheory]
    [InlineData("static", "one\ntwo\nquit\nthree\n")]
    [InlineData("pie", "one\ntwo\nno newline at the end")]
    [InlineData("static", "grüße\n\n")]
    [InlineData("pie", "")]
    public void ReadLine(string variant, string input) => Check("readline", variant, input);

    [OracleTheory]
    [InlineData("static")]
    [InlineData("pie")]
    public void Environment(string variant) => Check("env", variant, arguments: ["an argument", "another"]);

    [OracleTheory]
    [InlineData("static", "keep")]
    [InlineData("pie", "keep")]
    [InlineData("static", "clean")]
    public void Files(string variant, string end) => Check("files", variant, arguments: ["/files", end]);

    [OracleTheory]
    [InlineData("static")]
    [InlineData("pie")]
    public void Text(string variant) => Check("text", variant, arguments: "/tmp");

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

    private static void Check(string app, string variant, string input = "", params string[] arguments)
    {
        string program = $"dotnet-{app}-{variant}";
        using var oracle = new LinuxOracle(share => share.With(program))
        {
            Input = Encoding.UTF8.GetBytes(input),
            Environment = ["FOO=bar", "HOME=/tmp", "TMPDIR=/tmp"],
        };
        oracle.AssertSame(["/" + program, .. arguments]);
    }
}
