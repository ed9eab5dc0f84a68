// A panic's text against a small linked program with debug information.
namespace Symbolizer.Tests;

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Gates;
using Xunit;

public sealed class CrashReportTests : IDisposable
{
    private const string Source = """
        int deep(int n)
        {
            return n * 3;
        }

        int _start(int n)
        {
            int a = deep(n);
            return a + 1;
        }
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("symbolizer");
    private readonly string _kernel;

    public CrashReportTests()
    {
        string source = Path.Combine(_directory.FullName, "program.c");
        File.WriteAllText(source, Source);
        _kernel = Path.Combine(_directory.FullName, "program.elf");
        ProcessStartInfo start = new("gcc", ["-g", "-O0", "-static", "-nostdlib", "-fcf-protection=none", "-fdebug-prefix-map=" + _directory.FullName + "=.", "-o", _kernel, source]);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void AReturnAddressIsTheLineOfItsCall()
    {
        string report = Report($"panic: test\n  at start [{ReturnAddress():x16}]\n");

        Assert.Contains("program.c:8", report);
    }

    [Fact]
    public void ATrapIsTheLineOfItsInstruction()
    {
        ulong deep = Address("deep");

        string report = Report($"panic: test\n  rip    {deep:x16}\n  at deep+0x0 [{deep:x16}]\n");

        Assert.Contains("program.c:2", report);
        Assert.Contains($"=> {deep:x16}", report);
    }

    [Fact]
    public void TheListingShowsWhoFailedACheckAndNotTheHelper()
    {
        string report = Report($"panic: test\n  at Some.ThrowHelpers.Throw+0x1 [{Address("deep") + 1:x16}]\n  at start [{ReturnAddress():x16}]\n");

        Assert.Contains("code of _start:", report);
        Assert.Contains(report.Split('\n'), line => line.StartsWith("=>") && line.Contains("call"));
    }

    [Fact]
    public void OtherLinesStayAsTheyAre() => Assert.Equal("virtio9p: ready\nno panic here [12]\n", Report("virtio9p: ready\r\nno panic here [12]\r\n"));

    [Fact]
    public void AnAddressOutsideOfTheKernelGetsNoLine() =>
        Assert.Equal("panic: test\n  at? [00000000deadbeef]\n", Report("panic: test\n  at? [00000000deadbeef]\n"));

    public void Dispose() => _directory.Delete(recursive: true);

    private string Report(string log)
    {
        StringWriter output = new() { NewLine = "\n" };
        CrashReport.Write(_kernel, new StringReader(log), output);
        return output.ToString();
    }

    private ulong Address(string function) => new ElfFile(_kernel).Symbols.First(s => s.Name == function).Value;

    /// <summary>Behind the only call of _start: E8 and four bytes.</summary>
    private ulong ReturnAddress()
    {
        ElfFile elf = new(_kernel);
        ElfSymbol start = elf.Symbols.First(s => s.Name == "_start");
        return start.Value + (ulong)elf.ContentsAt(start.Value, (int)start.Size).IndexOf((byte)0xE8) + 5;
    }
}
