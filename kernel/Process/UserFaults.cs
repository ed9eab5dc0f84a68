// What becomes of the app's own faults: no handler is called yet, so each ends the process with one line that says where.
// ExceptionTable calls it.
namespace Kernel.Process;

using Kernel.Arch.X64;
using Kernel.Interrupts;

public sealed unsafe class UserFaults : FaultSink
{
    private readonly Process _process;
    private readonly DeathReport _report;

    public UserFaults(Process process, DeathReport report)
    {
        _process = process;
        _report = report;
    }

    public override void UserFault(TrapFrame* frame, int signal, int code, ulong address)
    {
        if (!_process.IsEnding)
        {
            _report.Fault(frame, (Signal)signal, address);
        }

        _process.Kill((Signal)signal);
    }

    public override void OutOfMemory(TrapFrame* frame, ulong address)
    {
        if (!_process.IsEnding)
        {
            _report.OutOfMemory();
        }

        _process.Kill(Signal.Kill);
    }
}
