// A command of the host that runs on a pseudo terminal, with somebody who types when it says something. script(1) makes the pty.
namespace Qemu.Tests.Running;

using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading.Tasks;

internal sealed class TerminalSession : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private readonly Task _reading;
    private int _searched;

    /// <param name="command">For bash; the terminal has 100 columns and 30 rows.</param>
    public TerminalSession(string command)
    {
        var start = new ProcessStartInfo("perl")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SHELL"] = "/bin/bash"; // not dash, which dies of the Ctrl-C that is meant for its command
        foreach (string argument in (string[])["-e", HostProcess.ExecuteAlone, "script", "-qfec", "stty rows 30 cols 100; " + command, "/dev/null"])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _reading = Task.Run(ReadAll);
    }

    /// <summary>All that the terminal has shown so far.</summary>
    public string Screen
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToString();
            }
        }
    }

    /// <summary>Waits until the terminal shows a text, after the one waited for before.</summary>
    public void WaitFor(string text, int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            string screen = Screen;
            int place = screen.IndexOf(text, _searched, StringComparison.Ordinal);
            if (place >= 0)
            {
                _searched = place + text.Length;
                return;
            }

            if (clock.Elapsed.TotalSeconds > seconds || (_reading.IsCompleted && Screen == screen))
            {
                throw new TimeoutException($"the terminal never showed '{text}' but:\n{screen}");
            }

            Task.Delay(20).Wait();
        }
    }

    public void Type(string keys)
    {
        _process.StandardInput.BaseStream.Write(Encoding.Latin1.GetBytes(keys));
        _process.StandardInput.BaseStream.Flush();
    }

    /// <summary>The command's exit code.</summary>
    public int End(int seconds = 60)
    {
        if (!_process.WaitForExit(TimeSpan.FromSeconds(seconds)) || !_reading.Wait(TimeSpan.FromSeconds(seconds)))
        {
            throw new TimeoutException($"the command still ran, with this on its terminal:\n{Screen}");
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void ReadAll()
    {
        Stream output = _process.StandardOutput.BaseStream;
        var bytes = new byte[4096];
        for (int count = output.Read(bytes); count > 0; count = output.Read(bytes))
        {
            lock (_seen)
            {
                _seen.Append(Encoding.Latin1.GetString(bytes, 0, count));
            }
        }
    }
}
