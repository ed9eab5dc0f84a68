// Decides about the processor's exceptions: the app's page faults are resolved or become signals, the kernel's own are the end.
namespace Kernel.Interrupts;

using Kernel.Arch.X64;
using Kernel.Memory;

public sealed unsafe class ExceptionTable
{
    private readonly AddressSpace _space;
    private readonly FaultSink _sink;
    private readonly EmulatedReturn _return;

    public ExceptionTable(AddressSpace space, EmulatedReturn emulatedReturn, FaultSink sink)
    {
        _space = space;
        _return = emulatedReturn;
        _sink = sink;
    }

    /// <summary>An exception of ring 3, vector below 32.</summary>
    public void HandleUser(TrapFrame* frame)
    {
        if (frame->Vector == ExceptionVector.PageFault)
        {
            HandlePageFault(frame, Cpu.ReadCr2(), (PageFaultError)frame->Error);
            return;
        }

        Deliver(frame, ExceptionSignal.For((int)frame->Vector, frame->Rip));
    }

    private void HandlePageFault(TrapFrame* frame, ulong address, PageFaultError error)
    {
        if ((error & PageFaultError.ReservedBit) != 0)
        {
            KernelException.Stop(frame);
        }

        if (_return.IsWanted(frame, address, error))
        {
            if (!_return.Execute(frame))
            {
                Deliver(frame, ExceptionSignal.For(ExceptionVector.GeneralProtection, frame->Rip));
            }

            return;
        }

        MemoryAccess access = (error & PageFaultError.InstructionFetch) != 0 ? MemoryAccess.Execute
            : (error & PageFaultError.Write) != 0 ? MemoryAccess.Write
            : MemoryAccess.Read;
        switch (_space.HandleFault(address, access))
        {
            case FaultVerdict.Resolved or FaultVerdict.Interrupted:
                break;
            case FaultVerdict.OutOfMemory:
                _sink.OutOfMemory(frame, address);
                break;
            case FaultVerdict.BeyondEnd:
                Deliver(frame, ExceptionSignal.ForMissingPage(address));
                break;
            case FaultVerdict.Forbidden:
                Deliver(frame, ExceptionSignal.ForPageFault(address, true));
                break;
            default:
                Deliver(frame, ExceptionSignal.ForPageFault(address, false));
                break;
        }
    }

    private void Deliver(TrapFrame* frame, in ExceptionSignal signal)
    {
        _sink.UserFault(frame, signal.Number, signal.Code, signal.Address);
    }
}
