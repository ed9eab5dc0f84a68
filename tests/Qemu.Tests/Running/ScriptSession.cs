// A run script in a session of its own, as a terminal gives it, that a test sends signals to. For the tests of interrupts.
namespace Qemu.Tests.Running;

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;

internal sealed class ScriptSession : IDisposable
{
    private readonly string _temporary = Directory.CreateTempSubdirectory("ninesharp-interrupt-").FullName;
    private readonly Process _process;

    public ScriptSession(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal", "TMPDIR=" + _temporary, "setsid", script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Waits for the first byte of the output: from then on the guest runs.</summary>
    public int ReadOutput() => _process.StandardOutput.Read();

    /// <summary>The signal goes to all processes of the session, KILL to the script alone.</summary>
    /// <returns>The exit code of the script.</returns>
    public int End(string signal)
    {
        string target = signal == "KILL" ? _process.Id.ToString() : "-" + _process.Id;
        HostProcess.Run("/bin/bash", ["-c", $"kill -s {signal} -- {target}"]); // procps is no part of a small Debian
        Assert.True(_process.WaitForExit(TimeSpan.FromSeconds(20)));
        return _process.ExitCode;
    }

    public string[] RemainingFiles() => Directory.GetFileSystemEntries(_temporary);

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_temporary, recursive: true);
    }

    /// <summary>Commands of that session that still run after a while.</summary>
    public string[] RemainingProcesses()
    {
        string[] remaining = [];
        for (int attempt = 0; attempt < 50; attempt++)
        {
            remaining = Directory.GetDirectories("/proc")
                .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
                .Select(ReadStatus)
                .Where(status => IsRunningIn(status, _process.Id))
                .ToArray();
            if (remaining.Length == 0)
            {
                break;
            }

            Thread.Sleep(100);
        }

        return remaining;
    }

    private static string ReadStatus(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "stat"));
        }
        catch (IOException)
        {
            return string.Empty; // it has just ended
        }
    }

    // proc(5): pid (comm) state ppid pgrp session …; a zombie has ended.
    private static bool IsRunningIn(string status, int session)
    {
        string[] fields = status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 3 && fields[0] != "Z" && fields[3] == session.ToString();
    }
}
