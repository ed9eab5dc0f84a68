// Who handles which vector: drivers get vectors for their devices here, the trap entry asks here whom to call.
namespace Kernel.Interrupts;

using Kernel.Abi;
using Kernel.Arch.X64;

public sealed unsafe class InterruptTable
{
    /// <summary>Below it are the sixteen of <see cref="LegacyPic"/>.</summary>
    public const int FirstDevice = 0x30;

    /// <summary>One past the last vector for devices.</summary>
    public const int DeviceEnd = 0xF0;

    private readonly InterruptHandler?[] _handlers = new InterruptHandler?[DeviceEnd - FirstDevice];
    private readonly InterruptHandler?[] _legacyHandlers = new InterruptHandler?[LegacyPic.LineCount];
    private int _count;

    /// <summary>Who takes the app's exceptions; until it is set, every exception is a panic.</summary>
    public ExceptionTable? Exceptions { get; set; }

    /// <summary>Device interrupts that came with no handler for them.</summary>
    public int Unexpected { get; private set; }

    /// <summary>Interrupts of all kinds, but not exceptions.</summary>
    public ulong Taken { get; private set; }

    /// <summary>Gives a handler a vector of its own, for good; ENOSPC when there is none left.</summary>
    public Result<byte> Allocate(InterruptHandler handler)
    {
        if (_count == _handlers.Length)
        {
            return Errno.ENOSPC;
        }

        _handlers[_count] = handler;
        return (byte)(FirstDevice + _count++);
    }

    /// <summary>Gives a handler the vector of a line of the 8259s, for good.</summary>
    public void SetLegacy(int line, InterruptHandler handler) => _legacyHandlers[line] = handler;

    /// <summary>Handles one exception or interrupt; returns to continue <paramref name="frame"/>.</summary>
    public void Dispatch(TrapFrame* frame)
    {
        ulong vector = frame->Vector;
        if (vector < ExceptionVector.Count)
        {
            bool isMachines = vector is ExceptionVector.NonMaskable or ExceptionVector.DoubleFault or ExceptionVector.MachineCheck;
            if (!frame->IsUser || Exceptions == null || isMachines)
            {
                KernelException.Stop(frame);
            }

            Exceptions.HandleUser(frame);
            return;
        }

        Taken++;
        if (vector - LegacyPic.FirstVector < LegacyPic.LineCount)
        {
            HandleLegacy((int)vector - LegacyPic.FirstVector);
            return;
        }

        InterruptHandler? handler = vector - FirstDevice < (ulong)_count ? _handlers[(int)vector - FirstDevice] : null;
        if (handler == null)
        {
            Unexpected++;
        }
        else
        {
            handler.Handle();
        }

        // A spurious interrupt of the local APIC has nothing in service (Intel SDM volume 3A §10.9).
        if (vector is >= FirstDevice and < DeviceEnd)
        {
            Lapic.EndOfInterrupt();
        }
    }

    private void HandleLegacy(int line)
    {
        bool isInService = LegacyPic.IsInService(line);
        if (isInService && _legacyHandlers[line] != null)
        {
            _legacyHandlers[line]!.Handle();
        }
        else
        {
            Unexpected++;
        }

        LegacyPic.EndOfInterrupt(line, isSpurious: !isInService);
    }
}
