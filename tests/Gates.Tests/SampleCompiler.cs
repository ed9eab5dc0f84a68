// Compiles a sample program with the kernel's core library the way Kernel.csproj does; the gate tests look at what comes out.
namespace Gates.Tests;

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

public sealed class SampleCompiler : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gates");

    public SampleCompiler()
    {
        BootObjects = [.. Directory.GetFiles(Path.Combine(Root, "boot"), "*.S").Select(Assemble).Select(path => new ElfFile(path))];
    }

    public static string Root => Setting("Root");

    public ElfFile[] BootObjects { get; }

    /// <summary>Compiles Programs/<paramref name="name"/>.cs.</summary>
    public Sample Compile(string name)
    {
        string assembly = Path.Combine(_directory.FullName, name + ".dll");
        string compiled = Path.ChangeExtension(assembly, ".o");
        string programs = Path.Combine(Root, "tests", "Gates.Tests", "Programs");
        string[] sources = [Path.Combine(programs, name + ".cs"), Path.Combine(programs, "Frame.cs"), .. Directory.GetFiles(Path.Combine(Root, "kernel", "CoreLib"), "*.cs", SearchOption.AllDirectories)];
        Run("dotnet",
        [
            "exec", Setting("Csc"), "-nologo", "-noconfig", "-nostdlib", "-unsafe", "-optimize", "-langversion:latest", "-nullable", "-target:exe",
            "-runtimemetadataversion:v4.0.30319", "-warn:0", "-out:" + assembly, .. sources,
        ]);
        string log = Run(Setting("Ilc"),
        [
            assembly, "-o", compiled, "--systemmodule", name, "-O", "--verbose", "--noinlinetls", "--targetos", "linux", "--targetarch", "x64",
        ]);
        return new(new ElfFile(compiled), new MethodNames(assembly), log.Split('\n'));
    }

    /// <summary>Assembles and links a file of assembly text; returns the ELF file.</summary>
    public ElfFile Link(string assembly, params string[] linkerOptions)
    {
        string source = Path.Combine(_directory.FullName, "text.S");
        File.WriteAllText(source, assembly);
        string linked = Path.ChangeExtension(source, ".elf");
        Run("ld", ["-static", .. linkerOptions, "-o", linked, Assemble(source)]);
        return new ElfFile(linked);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private string Assemble(string source)
    {
        string result = Path.Combine(_directory.FullName, Path.GetFileNameWithoutExtension(source) + ".S.o");
        Run("gcc", ["-c", source, "-o", result]);
        return result;
    }

    private static string Run(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {output}{errors.Result}");
    }

    private static string Setting(string name) =>
        typeof(SampleCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
}

public sealed record Sample(ElfFile Object, MethodNames Names, string[] Log);
