// Where things lie in the clone that the tests run in; used by all tests of qemu-run.sh.
namespace Qemu.Tests.Running;

using System;
using System.IO;

internal static class Clone
{
    public static string Root { get; } = FindRoot();

    public static string RunScript => Path.Combine(Root, "qemu-run.sh");

    public static string Kernel => Path.Combine(Root, "out/ninesharp.elf");

    /// <summary>Acts out its command line instead of running a program (tests/script-kernel).</summary>
    public static string ScriptKernel => Path.Combine(Root, "out/guests/script-kernel.elf");

    public static string Logs => Path.Combine(Root, "out/test-logs");

    /// <summary>A program that tests/guests/build.sh has built.</summary>
    public static string Guest(string name) => Path.Combine(Root, "out/guests/bin", name);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder != null && !File.Exists(Path.Combine(folder, "qemu-run.sh")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("no qemu-run.sh above " + AppContext.BaseDirectory);
    }
}
