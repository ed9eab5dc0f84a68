// Compiles a sample program with the kernel's core library the way Kernel.csproj does; the gate tests look at what comes out, the core library's tests run it.
namespace Tests.Shared;

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using Gates;

public sealed class SampleCompiler : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gates");

    private readonly string[] _bootObjects;

    public SampleCompiler()
    {
        _bootObjects = [.. Directory.GetFiles(Path.Combine(Root, "boot"), "*.S").Select(Assemble)];
        BootObjects = [.. _bootObjects.Select(path => new ElfFile(path))];
    }

    public static string Root => Setting("Root");

    public ElfFile[] BootObjects { get; }

    /// <summary>Compiles Programs/<paramref name="name"/>.cs with other files of that folder.</summary>
    /// <param name="frame">Further source text: the entry point.</param>
    public Sample Compile(string name, string frame, params string[] others)
    {
        string assembly = Path.Combine(_directory.FullName, name + ".dll");
        string compiled = Path.ChangeExtension(assembly, ".o");
        string frameFile = Path.ChangeExtension(assembly, ".frame.cs");
        File.WriteAllText(frameFile, frame);
        string[] programs = [.. others.Prepend(name).Select(program => Path.Combine(Setting("Programs"), program + ".cs"))];
        string[] library = Directory.GetFiles(Path.Combine(Root, "kernel", "CoreLib"), "*.cs", SearchOption.AllDirectories);
        Run("dotnet",
        [
            "exec", Setting("Csc"), "-nologo", "-noconfig", "-nostdlib", "-unsafe", "-optimize", "-langversion:latest", "-nullable", "-target:exe",
            "-runtimemetadataversion:v4.0.30319", "-warn:0", "-out:" + assembly, frameFile, .. programs, .. library,
        ]);
        string log = Run(Setting("Ilc"),
        [
            assembly, "-o", compiled, "--systemmodule", name, "-O", "--verbose", "--noinlinetls", "--targetos", "linux", "--targetarch", "x64",
        ]);
        return new(compiled, new ElfFile(compiled), new MethodNames(assembly), log.Split('\n'));
    }

    /// <summary>Links a sample to a program that Linux runs, with the kernel's runtime stubs, and returns what it prints.</summary>
    /// <param name="start">Assembly text with _start.</param>
    public string Execute(Sample sample, string start)
    {
        string startFile = Path.ChangeExtension(sample.ObjectPath, ".start.S");
        string program = Path.ChangeExtension(sample.ObjectPath, ".elf");
        File.WriteAllText(startFile, start);
        string[] runtime = [.. _bootObjects.Where(path => Path.GetFileName(path) is "Runtime.S.o" or "Copy.S.o")];
        string[] bounds = [.. new[] { "__text_start", "__text_end", "__symbols_start", "__symbols_end" }.Select(symbol => $"--defsym={symbol}=0")];
        Run("ld", ["-static", "-z", "nostart-stop-gc", "-o", program, Assemble(startFile), sample.ObjectPath, .. runtime, .. bounds]);
        return Run(program, []);
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

public sealed record Sample(string ObjectPath, ElfFile Object, MethodNames Names, string[] Log);
