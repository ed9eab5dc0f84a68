// Runs a command of the host with given stdin and a deadline of its own; under VirtualMachine and NativeRun.
namespace Qemu.Tests.Running;

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

internal static class HostProcess
{
    /// <summary>
    /// Perl: runs the arguments without what the parents of the tests have left: open files, a lock of flock(1) say, and
    /// ignored signals, as a shell without job control ignores SIGINT for what it starts in the background.
    /// </summary>
    public const string ExecuteAlone =
        "use POSIX; POSIX::close($_) for 3 .. 1023; $SIG{$_} = 'DEFAULT' for keys %SIG; exec {$ARGV[0]} @ARGV or exit 127";

    /// <param name="input">What stdin holds before its end.</param>
    /// <param name="seconds">After that time the command and its children are killed and the test fails.</param>
    public static Outcome Run(string program, IEnumerable<string> arguments, byte[]? input = null, int seconds = 120)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task feeding = Task.Run(() => Feed(process.StandardInput.BaseStream, input ?? []));
        Task<byte[]> output = Task.Run(() => ReadAll(process.StandardOutput.BaseStream));
        Task<byte[]> errors = Task.Run(() => ReadAll(process.StandardError.BaseStream));
        if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)}: still ran after {seconds} s");
        }

        Task.WaitAll(feeding, output, errors);
        return new Outcome(
            $"{program} {string.Join(' ', start.ArgumentList)}", process.ExitCode, output.Result, errors.Result);
    }

    private static void Feed(Stream stream, byte[] input)
    {
        try
        {
            stream.Write(input);
            stream.Close();
        }
        catch (IOException)
        {
            // The command did not want all of it.
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
