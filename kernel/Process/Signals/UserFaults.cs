// What becomes of the app's own faults: the handler of the signal, or the end with one line that says where. ExceptionTable calls it.
namespace Kernel.Process.Signals;

using Kernel.Abi.Structures;
using Kernel.Arch.X64;
using Kernel.Interrupts;
using Kernel.Scheduling;

public sealed unsafe class UserFaults : FaultSink
{
    private readonly Process _process;
    private readonly SignalDelivery _delivery;
    private readonly DeathReport _report;

    public UserFaults(Process process, SignalDelivery delivery, DeathReport report)
    {
        _process = process;
        _delivery = delivery;
        _report = report;
    }

    public override void UserFault(TrapFrame* frame, int signal, int code, ulong address)
    {
        if (_process.IsEnding)
        {
            return;
        }

        ThreadSignals state = _process.Signals.Current;
        state.Trap = frame->Vector;
        state.TrapError = frame->Error;
        if (frame->Vector == ExceptionVector.PageFault)
        {
            state.FaultAddress = address;
        }

        if (!_delivery.Force(Current.Thread, SignalInformation.Fault(signal, code, address)))
        {
            _report.Fault(frame, (Signal)signal, address);
            _process.Kill((Signal)signal);
        }
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
