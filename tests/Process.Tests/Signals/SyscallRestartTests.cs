// Which interrupted syscalls begin again, as signal(7) lists them.
namespace Process.Tests.Signals;

using Kernel.Process.Signals;
using Xunit;

public sealed class SyscallRestartTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    [InlineData(72)]
    [InlineData(73)]
    public void TransfersAndLocksFollowTheFlagOfTheHandler(ulong number) =>
        Assert.Equal(RestartRule.UnlessHandled, SyscallRestart.Of(number, 0, 0));

    [Theory]
    [InlineData(7)]
    [InlineData(23)]
    [InlineData(34)]
    [InlineData(35)]
    [InlineData(130)]
    [InlineData(230)]
    [InlineData(270)]
    [InlineData(271)]
    public void SleepsFailAfterAnyHandler(ulong number) =>
        Assert.Equal(RestartRule.WithoutHandler, SyscallRestart.Of(number, 0, 0));

    [Theory]
    [InlineData(128)]
    [InlineData(232)]
    [InlineData(281)]
    public void WaitsForEventsAlwaysFail(ulong number) =>
        Assert.Equal(RestartRule.Never, SyscallRestart.Of(number, 0, 0));

    [Theory]
    [InlineData(0x80, 0, RestartRule.UnlessHandled)]
    [InlineData(0x80, 0x1000, RestartRule.WithoutHandler)]
    [InlineData(0x189, 0x1000, RestartRule.WithoutHandler)]
    [InlineData(0x84, 0x1000, RestartRule.UnlessHandled)]
    public void FutexDependsOnItsTimeOut(ulong operation, ulong timeout, RestartRule rule) =>
        Assert.Equal(rule, SyscallRestart.Of(202, operation, timeout));
}
