// The names that log lines and reports use, against numbers that every Linux header agrees on.
namespace Process.Tests;

using System.Text;
using Kernel.Process;
using Kernel.Syscalls;
using Xunit;

public sealed class NameTests
{
    [Theory]
    [InlineData(0, "read")]
    [InlineData(1, "write")]
    [InlineData(56, "clone")]
    [InlineData(231, "exit_group")]
    [InlineData(257, "openat")]
    [InlineData(334, "rseq")]
    [InlineData(335, "")]
    [InlineData(423, "")]
    [InlineData(424, "pidfd_send_signal")]
    [InlineData(435, "clone3")]
    [InlineData(462, "mseal")]
    [InlineData(463, "")]
    [InlineData(ulong.MaxValue, "")]
    public void SyscallNumberHasItsName(ulong number, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(SyscallName.Of(number)));

    [Theory]
    [InlineData(1, "SIGHUP")]
    [InlineData(6, "SIGABRT")]
    [InlineData(11, "SIGSEGV")]
    [InlineData(31, "SIGSYS")]
    [InlineData(34, "a realtime signal")]
    [InlineData(0, "a realtime signal")]
    public void SignalNumberHasItsName(int number, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(SignalName.Of((Signal)number)));
}
