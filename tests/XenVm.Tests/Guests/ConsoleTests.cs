// The console of Xen carries stdin and stdout byte for byte, whoever is slow; stderr has a console of its own.
namespace XenVm.Tests.Guests;

using System;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class ConsoleTests
{
    [XenFact]
    public void AFloodOfOneMegabyteArrivesWhole()
    {
        using GuestShare share = new GuestShare().With("output");
        Outcome native = HostProcess.Run(share["output"], ["1000000"]);
        Outcome outcome = (XenTestbed.Machine with { Share = share.Root }).Run("/output", "1000000");
        Assert.True(outcome.ExitCode == 0, outcome.ErrorText);
        Assert.True(native.Output.AsSpan().SequenceEqual(outcome.Output), $"{outcome.Output.Length} bytes arrived");
        Assert.Equal("done\n", outcome.ErrorText);
    }

    [XenTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1025)]
    [InlineData(100_000)]
    public void InputArrivesExactlyAndEnds(int size)
    {
        byte[] input = SampleTree.Bytes(size);
        Outcome outcome = Run(input, "/busybox", "cat");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal(input, outcome.Output);
        Assert.Empty(outcome.Errors);
    }

    [XenFact]
    public void InputThatIsNotReadDoesNotHoldUpTheEnd() =>
        Assert.Equal(0, Run(new byte[1 << 20], "/busybox", "true").ExitCode);

    [XenFact]
    public void ErrorsGoToStderrOnly()
    {
        Outcome outcome = Run([], "/busybox", "cat", "/missing");
        Assert.Empty(outcome.Output);
        Assert.Equal("cat: can't open '/missing': No such file or directory\n", outcome.ErrorText);
        Assert.Equal(1, outcome.ExitCode);
    }

    [XenFact]
    public void OneFileForOutputAndErrorsKeepsTheirOrder()
    {
        using GuestShare share = new GuestShare().With("busybox");
        Outcome outcome = HostProcess.Run("/bin/sh",
        [
            "-c", "exec \"$0\" \"$@\" 2>&1", XenTestbed.RunScript, "--kernel", Clone.Kernel, "--share", share.Root,
            "--timeout", "60", "--", "/busybox", "sh", "-c", "echo 1; echo 2 >&2; echo 3; echo 4 >&2",
        ]);
        Assert.Equal("1\n2\n3\n4\n", outcome.OutputText);
    }

    [XenFact]
    public void AtATerminalTheConsoleIsOne()
    {
        using GuestShare share = new GuestShare().With("busybox");
        using var session = new TerminalSession(
            $"{XenTestbed.RunScript} --kernel {Clone.Kernel} --share {share.Root} --timeout 60 -- "
            + "/busybox sh -c 'echo ready; read x; echo got $x; echo error >&2; read x'");
        session.WaitFor("ready\r\n");
        session.Type("wrong\x15hello\r");
        session.WaitFor("got hello\r\n");
        session.WaitFor("error\r\n");
        session.Type("\x03");
        Assert.Equal(130, session.End());
    }

    private static Outcome Run(byte[] input, params string[] app)
    {
        using GuestShare share = new GuestShare().With("busybox");
        return (XenTestbed.Machine with { Share = share.Root, Input = input }).Run(app);
    }
}
