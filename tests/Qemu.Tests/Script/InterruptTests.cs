// Ctrl-C and kill end the VM, and leave neither processes nor files behind.
namespace Qemu.Tests.Script;

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using Qemu.Tests.Running;

public class InterruptTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("KILL", 137)]
    public void SignalEndsTheVm(string signal, int code)
    {
        string temporary = Directory.CreateTempSubdirectory("ninesharp-interrupt-").FullName;
        // A session of its own, as a terminal gives it; the signal goes to all its processes, or for KILL to the script.
        var start = new ProcessStartInfo("env",
        [
            "--default-signal", "TMPDIR=" + temporary, "setsid", Clone.RunScript, "--kernel", Clone.ScriptKernel,
            "--share", "/tmp", "--timeout", "60", "--", "/x", "out", "begun", "hang",
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        Assert.Equal('b', process.StandardOutput.Read()); // the VM runs
        string target = signal == "KILL" ? process.Id.ToString() : "-" + process.Id;
        HostProcess.Run("/bin/bash", ["-c", $"kill -s {signal} -- {target}"]); // procps is no part of a small Debian

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(code, process.ExitCode);
        Assert.Empty(RemainingProcesses(process.Id));
        if (signal != "KILL")
        {
            Assert.Empty(Directory.GetFileSystemEntries(temporary));
        }

        Directory.Delete(temporary, recursive: true);
    }

    /// <summary>Commands of that session that still run after a while.</summary>
    private static string[] RemainingProcesses(int session)
    {
        string[] remaining = [];
        for (int attempt = 0; attempt < 50; attempt++)
        {
            remaining = Directory.GetDirectories("/proc")
                .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
                .Select(ReadStatus)
                .Where(status => IsRunningIn(status, session))
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
