// The guest's serial ports are the command's own stdin, stdout and stderr: byte for byte.
namespace Qemu.Tests.Script;

using System.Linq;
using Qemu.Tests.Running;

public sealed class StreamTests
{
    private static readonly byte[] s_allBytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

    [Fact]
    public void OutputAndErrorsStayApart()
    {
        Outcome outcome = ScriptedGuest.Run("out", "one", "err", "two", "out", "three", "exit", "0");
        Assert.Equal("onethree", outcome.OutputText);
        Assert.Equal("two", outcome.ErrorText);
    }

    [Fact]
    public void OutputIsExact() => Assert.Equal(s_allBytes, ScriptedGuest.Run("bytes", "exit", "0").Output);

    [Fact]
    public void OneFileForOutputAndErrorsKeepsTheirOrder()
    {
        Outcome outcome = HostProcess.Run("/bin/sh",
        [
            "-c", "exec \"$0\" \"$@\" 2>&1", Clone.RunScript, "--kernel", Clone.ScriptKernel, "--share", "/tmp", "--timeout", "30",
            "--", "/x", "out", "1", "err", "2", "out", "3", "err", "4", "exit", "0",
        ]);
        Assert.Equal("1234", outcome.OutputText);
    }

    [Fact]
    public void InputArrivesExactlyAndEnds()
    {
        byte[] input = Enumerable.Range(0, 40).SelectMany(_ => s_allBytes).Append((byte)0x10).ToArray();
        Outcome outcome = (ScriptedGuest.Machine with { Input = input }).Run("/x", "cat", "exit", "3");
        Assert.Equal(3, outcome.ExitCode);
        Assert.Equal(input, outcome.Output);
    }

    [Theory]
    [InlineData("</dev/null")]
    [InlineData("<&-")]
    public void InputMayBeAbsent(string redirection)
    {
        Outcome outcome = HostProcess.Run("/bin/sh",
        [
            "-c", $"exec \"$0\" \"$@\" {redirection}", Clone.RunScript, "--kernel", Clone.ScriptKernel, "--share", "/tmp",
            "--timeout", "30", "--", "/x", "cat", "exit", "4",
        ]);
        Assert.Equal(4, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void InputThatIsNotReadDoesNotHoldUpTheEnd()
    {
        Outcome outcome = (ScriptedGuest.Machine with { Input = new byte[1 << 20] }).Run("/x", "exit", "5");
        Assert.Equal(5, outcome.ExitCode);
    }

    [Fact]
    public void ReaderThatGoesAwayEndsTheVm()
    {
        Outcome outcome = HostProcess.Run("/bin/bash",
        [
            "-c", "\"$0\" \"$@\" | head -c 3; echo \" ${PIPESTATUS[0]}\"", Clone.RunScript, "--kernel", Clone.ScriptKernel,
            "--share", "/tmp", "--timeout", "30", "--", "/x", "out", "abc", "flood",
        ]);
        Assert.Equal("abc 141\n", outcome.OutputText);
    }
}
