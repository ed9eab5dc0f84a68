// On a terminal the app has that terminal: the same lines, keys and signals as natively, and the user gets it back as it was.
namespace Qemu.Tests.Kernel;

using Qemu.Tests.Running;

public sealed class TerminalTests
{
    private const string Spin = "trap 'echo caught' INT; echo spinning; while :; do :; done";

    [Fact]
    public void SeesTheSameAsOnLinux()
    {
        using var share = new GuestShare().With("terminal");
        string native = Play(Clone.Guest("terminal"), out int nativeCode);
        string guest = Play(Command(share, "/terminal"), out int guestCode);
        Assert.Equal(native, guest);
        Assert.Equal(nativeCode, guestCode);
    }

    [Fact]
    public void DotNetReadsKeysAsOnLinux()
    {
        const string program = "dotnet-keys-static", description = "/lib/terminfo/x/xterm";
        using var share = new GuestShare().With(program, "noecho");
        System.IO.Directory.CreateDirectory(share["lib/terminfo/x"]);
        System.IO.File.Copy(description, share[description]);
        string native = PressKeys($"env -i TERM=xterm HOME=/ {Clone.Guest("noecho")} {Clone.Guest(program)}");
        string guest = PressKeys("TERM=xterm " + Command(share, "/noecho /" + program));
        Assert.Equal(native, guest);
    }

    [Fact]
    public void ControlCIsASignalAndASecondOneEndsTheMachine()
    {
        using var share = new GuestShare().With("busybox");
        using var session = new TerminalSession(Command(share, $"/busybox sh -c \"{Spin}\""));
        session.WaitFor("spinning");
        session.Type("\x03");
        session.WaitFor("caught");
        System.Threading.Thread.Sleep(1200);
        session.Type("\x03");
        session.WaitFor("caught");
        session.Type("\x03");
        Assert.Equal(130, session.End());
    }

    [Fact]
    public void WindowThatChangesIsASignalAndHasItsNewSize()
    {
        using var share = new GuestShare().With("window");
        string resize = $"until [ -e {share["go"]} ]; do sleep 0.1; done; stty rows 40 cols 300 <$terminal";
        using var session = new TerminalSession($"terminal=$(tty); ({resize}) & {Command(share, "/window")}");
        session.WaitFor("signal 0: 100 x 30");
        System.IO.File.WriteAllText(share["go"], "");
        session.WaitFor("signal 28: 300 x 40");
        Assert.Equal(0, session.End());
    }

    [Fact]
    public void OutputStopsAndGoesOn()
    {
        using var share = new GuestShare().With("busybox");
        using var session = new TerminalSession(Command(share, "/busybox sh -c 'echo ready; while read line; do echo got $line; done'"));
        session.WaitFor("ready");
        session.Type("\x13one\r");
        session.WaitFor("one");
        System.Threading.Thread.Sleep(500);
        Assert.DoesNotContain("got", session.Screen);
        session.Type("\x11");
        session.WaitFor("got one");
        session.Type("\x04");
        Assert.Equal(0, session.End());
    }

    [Fact]
    public void TerminalIsAsItWasAfterwards()
    {
        using var share = new GuestShare().With("busybox");
        using var session = new TerminalSession($"stty -g; {Command(share, "/busybox stty raw -echo")}; stty -g");
        session.End();
        string[] lines = session.Screen.Split("\r\n", System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0], lines[1]);
    }

    [Fact]
    public void TerminalIsAsItWasWhenTheScriptIsKilled()
    {
        using var share = new GuestShare().With("busybox");
        string command = Command(share, $"/busybox sh -c \"{Spin}\"");
        using var session = new TerminalSession($"stty -g; echo $$; ({command}); sleep 2; echo now; stty -g");
        session.WaitFor("spinning");
        HostProcess.Run("/bin/sh", ["-c", $"kill -KILL $(pgrep -f 'bash {Clone.RunScript}.*{share.Root}' | head -n 1)"]);
        session.WaitFor("now");
        session.End();
        string[] lines = session.Screen.Split("\r\n", System.StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines[0], lines[^1]);
    }

    [Fact]
    public void ErrorsArriveOnTheTerminalInOrder()
    {
        using var share = new GuestShare().With("busybox");
        using var session = new TerminalSession(Command(share, "/busybox sh -c 'echo one; echo two >&2; echo three'"));
        Assert.Equal(0, session.End());
        Assert.Equal("one\r\ntwo\r\nthree\r\n", session.Screen);
    }

    [Fact]
    public void WithoutATerminalThereIsNone()
    {
        using var share = new GuestShare().With("busybox");
        Outcome outcome = new VirtualMachine { Share = share.Root }.Run("/busybox", "sh", "-c", "test -t 0 || echo no; test -t 1 || echo no; cat </dev/tty");
        Assert.Equal("no\nno\n", outcome.OutputText);
        Assert.Contains("No such device or address", outcome.ErrorText);
    }

    private static string Command(GuestShare share, string app) =>
        $"{Clone.RunScript} --kernel {Clone.Kernel} --share {share.Root} --timeout 60 -- {app}";

    private static string PressKeys(string command)
    {
        using var session = new TerminalSession(command);
        session.WaitFor("\x1b[6n");
        session.Type("\x1b[5;7R");
        session.WaitFor("\x1b[3;3H");
        session.Type("a");
        session.WaitFor("key A");
        session.Type("\x03");
        session.WaitFor("^C");
        session.Type("\x1b[A");
        session.WaitFor("key UpArrow");
        session.Type("\r");
        session.WaitFor("key Enter");
        session.Type("line here\r");
        Assert.Equal(0, session.End());
        return session.Screen;
    }

    private static string Play(string command, out int exitCode)
    {
        using var session = new TerminalSession(command);
        Answer(session, "a line", "hello\r");
        Answer(session, "a line with mistakes", "wrong\x15one twoo\x7f three\x17\x17two\r");
        Answer(session, "two lines", "a\rb\r");
        Answer(session, "the end", "\x04");
        Answer(session, "ctrl-c", "\x03");
        Answer(session, "keys", "a\x03\r\x1b");
        Answer(session, "last", "bye\r");
        exitCode = session.End();
        return session.Screen;
    }

    private static void Answer(TerminalSession session, string question, string keys)
    {
        session.WaitFor($"ready: {question}\r\n");
        session.Type(keys);
    }
}
