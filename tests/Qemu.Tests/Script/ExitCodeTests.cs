// qemu-run.sh turns the guest's status into the exit code that a shell would show.
namespace Qemu.Tests.Script;

using Qemu.Tests.Running;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    public void ExitBecomesTheSameCode(int code) =>
        Assert.Equal(code, ScriptedGuest.Run("exit", code.ToString()).ExitCode);

    [Theory]
    [InlineData(6, 134)]
    [InlineData(11, 139)]
    public void SignalBecomes128More(int signal, int code) =>
        Assert.Equal(code, ScriptedGuest.Run("signal", signal.ToString()).ExitCode);

    [Fact]
    public void PanicIs125() => Assert.Equal(125, ScriptedGuest.Run("panic").ExitCode);

    [Fact]
    public void EndWithoutStatusIs125AndSaysSo()
    {
        Outcome outcome = ScriptedGuest.Run("die");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains("without a status", Assert.Single(outcome.ErrorLines));
    }

    [Fact]
    public void TimeOutIs124()
    {
        Outcome outcome = (ScriptedGuest.Machine with { TimeoutSeconds = 1 }).Run("/x", "out", "begun", "hang");
        Assert.Equal(124, outcome.ExitCode);
        Assert.Equal("begun", outcome.OutputText);
        Assert.Contains("time-out", Assert.Single(outcome.ErrorLines));
    }

    [Theory]
    [InlineData("pc")]
    [InlineData("q35")]
    public void MachinesWithASharePassTheStatusOn(string machine) =>
        Assert.Equal(7, (ScriptedGuest.Machine with { Options = ["--machine", machine] }).Run("/x", "exit", "7").ExitCode);

    [Fact]
    public void MicrovmBootsWithoutDevices() =>
        Assert.Equal(8, (ScriptedGuest.Machine with { Share = null, Options = ["--machine", "microvm"] }).Run("/x", "exit", "8").ExitCode);
}
