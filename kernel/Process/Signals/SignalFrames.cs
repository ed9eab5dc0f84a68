// Puts a handler's frame on the app's stack and takes it off again: registers, floating-point state, mask, alternate stack.
// SignalDelivery pushes, rt_sigreturn pops.
namespace Kernel.Process.Signals;

using System;
using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Arch.X64;
using Kernel.Memory;
using Kernel.Scheduling;

/// <summary>arch/x86/kernel/signal.c and signal_64.c are what programs expect.</summary>
public sealed unsafe class SignalFrames
{
    /// <summary>What a leaf function may keep below its stack pointer (System V psABI x86-64 3.2.2).</summary>
    private const ulong RedZone = 128;

    private const ulong FloatingPointAlignment = 64;

    /// <summary>IRET to an address from here to the kernel's half would fault in ring 0.</summary>
    private const ulong FirstNonCanonical = 1ul << 47;

    /// <summary>Flags that a handler may give the interrupted code: CF PF AF ZF SF TF DF OF RF AC.</summary>
    private const ulong RestoredFlags = 0x50DD5;

    private const ulong DirectionFlag = 0x400;
    private const ulong ResumeFlag = 0x10000;
    private const ulong TrapFlag = 0x100;

    private readonly UserMemory _memory;
    private readonly ExtendedState _extended;

    public SignalFrames(UserMemory memory, ExtendedState extended)
    {
        _memory = memory;
        _extended = extended;
    }

    /// <summary>
    /// Saves what the frame describes on the app's stack and makes it the start of the handler. False when there is no room for it.
    /// </summary>
    /// <param name="mask">The mask that rt_sigreturn brings back.</param>
    public bool Push(Thread thread, ThreadSignals state, ulong mask, in SignalInformation information, in SignalAction action)
    {
        TrapFrame* frame = thread.Frame;
        if (action.Handler >= FirstNonCanonical || (action.Flags & SignalAction.HasRestorer) == 0)
        {
            return false;
        }

        bool changesStack = (action.Flags & SignalAction.OnStack) != 0 && state.StackStateAt(frame->Rsp - RedZone) is 0 or SignalStack.AutoDisarm;
        ulong top = changesStack ? state.Stack.Address + state.Stack.Size : frame->Rsp - RedZone;
        int marks = _extended.Features != 0 ? ExtendedStateImage.EndMarkSize : 0;
        ulong floatingPoint = (top - (ulong)(_extended.Size + marks)) & ~(FloatingPointAlignment - 1);
        ulong address = ((floatingPoint - SignalFrame.Size) & ~15ul) - 8;
        bool staysOnStack = changesStack || state.IsOnStack(frame->Rsp);
        if (staysOnStack && (address <= state.Stack.Address || address > top))
        {
            return false;
        }

        if (!MakePresent(address, top, MemoryAccess.Write))
        {
            return false;
        }

        SignalFrame image = default;
        image.ReturnAddress = action.Restorer;
        image.Context.Flags = UserContext.HasStackSegment | (_extended.Features != 0 ? UserContext.HasExtendedState : 0);
        image.Context.Stack = state.Stack;
        image.Context.Mask = mask;
        image.Information = new SignalRecord(in information);
        Capture(frame, state, mask, ref image.Context.Registers);
        image.Context.Registers.FloatingPoint = floatingPoint;
        if (!PushFloatingPoint(thread, floatingPoint) || _memory.Write(address, in image) != Errno.None)
        {
            return false;
        }

        EnterHandler(thread, address, information.Number, in action);
        return true;
    }

    /// <summary>Brings back what <see cref="Push"/> saved and the handler may have changed. False when the frame is not fit to go on with.</summary>
    public bool Pop(Thread thread, out UserContext context)
    {
        TrapFrame* frame = thread.Frame;
        Errno error = _memory.Read(frame->Rsp - 8 + SignalFrame.ContextOffset, out context);
        ref SignalContext registers = ref context.Registers;
        bool isUser = (registers.Cs | 3) == Selector.UserCode && (registers.Ss | 3) == Selector.UserStack;
        if (error != Errno.None || registers.Rip >= FirstNonCanonical || !isUser)
        {
            return false;
        }

        Restore(frame, in registers);
        ulong floatingPoint = registers.FloatingPoint;
        ulong end = floatingPoint + (ulong)_extended.Size + ExtendedStateImage.EndMarkSize;
        if (floatingPoint != 0 && end > floatingPoint)
        {
            // What lies beyond the state need not be there.
            MakePresent(floatingPoint, end, MemoryAccess.Read);
        }

        return PopFloatingPoint(thread, registers.FloatingPoint);
    }

    // While a page is brought in another thread may run, and the switch writes to the area that the state is copied from or to.
    private bool MakePresent(ulong start, ulong end, MemoryAccess access)
    {
        bool isPresent = true;
        for (ulong page = start & ~PageSize.OffsetMask; page < end && isPresent; page += PageSize.Bytes)
        {
            isPresent = !_memory.Resolve(page, access).IsError;
        }

        return isPresent;
    }

    private static void Capture(TrapFrame* frame, ThreadSignals state, ulong mask, ref SignalContext registers)
    {
        registers.R8 = frame->R8;
        registers.R9 = frame->R9;
        registers.R10 = frame->R10;
        registers.R11 = frame->R11;
        registers.R12 = frame->R12;
        registers.R13 = frame->R13;
        registers.R14 = frame->R14;
        registers.R15 = frame->R15;
        registers.Rdi = frame->Rdi;
        registers.Rsi = frame->Rsi;
        registers.Rbp = frame->Rbp;
        registers.Rbx = frame->Rbx;
        registers.Rdx = frame->Rdx;
        registers.Rax = frame->Rax;
        registers.Rcx = frame->Rcx;
        registers.Rsp = frame->Rsp;
        registers.Rip = frame->Rip;
        registers.Rflags = frame->Rflags;
        registers.Cs = (ushort)frame->Cs;
        registers.Ss = (ushort)frame->Ss;
        registers.Error = state.TrapError;
        registers.Trap = state.Trap;
        registers.OldMask = mask;
        registers.Cr2 = state.FaultAddress;
    }

    private static void Restore(TrapFrame* frame, in SignalContext registers)
    {
        frame->R8 = registers.R8;
        frame->R9 = registers.R9;
        frame->R10 = registers.R10;
        frame->R11 = registers.R11;
        frame->R12 = registers.R12;
        frame->R13 = registers.R13;
        frame->R14 = registers.R14;
        frame->R15 = registers.R15;
        frame->Rdi = registers.Rdi;
        frame->Rsi = registers.Rsi;
        frame->Rbp = registers.Rbp;
        frame->Rbx = registers.Rbx;
        frame->Rdx = registers.Rdx;
        frame->Rax = registers.Rax;
        frame->Rcx = registers.Rcx;
        frame->Rsp = registers.Rsp;
        frame->Rip = registers.Rip;
        frame->Rflags = (frame->Rflags & ~RestoredFlags) | (registers.Rflags & RestoredFlags);

        // No syscall any more: nothing of it may begin again.
        frame->Error = TrapFrame.NoSyscall;
    }

    private void EnterHandler(Thread thread, ulong address, int signal, in SignalAction action)
    {
        TrapFrame* frame = thread.Frame;
        frame->Rdi = (ulong)signal;
        frame->Rsi = address + SignalFrame.InformationOffset;
        frame->Rdx = address + SignalFrame.ContextOffset;
        frame->Rax = 0;
        frame->Rsp = address;
        frame->Rip = action.Handler;
        frame->Rflags &= ~(DirectionFlag | ResumeFlag | TrapFlag);
        frame->Error = TrapFrame.NoSyscall;
        ExtendedStateImage.Initialize(_extended.AreaOf(thread));
        Load(thread);
    }

    private bool PushFloatingPoint(Thread thread, ulong address)
    {
        _extended.Save(thread.ExtendedState);
        Span<byte> area = _extended.AreaOf(thread);
        ExtendedStateImage.SetVectors(area, VectorsOf(thread.Frame));
        ExtendedStateImage.Seal(area, _extended.Features);
        return _memory.CopyOut(address, area) == Errno.None
            && (_extended.Features == 0 || _memory.Write(address + (ulong)area.Length, ExtendedStateImage.EndMark) == Errno.None);
    }

    private bool PopFloatingPoint(Thread thread, ulong address)
    {
        uint mxcsrMask = _extended.MxcsrMask(thread);
        Span<byte> area = _extended.AreaOf(thread);
        if (address == 0)
        {
            ExtendedStateImage.Initialize(area);
        }
        else if (_memory.CopyIn(address, area.Slice(0, ExtendedStateImage.LegacySize)) != Errno.None || !CopyRest(address, area))
        {
            // The area is only a copy: the registers still hold the state.
            return false;
        }

        if (!ExtendedStateImage.Validate(area, _extended.Features, mxcsrMask))
        {
            return false;
        }

        Load(thread);
        return true;
    }

    private bool CopyRest(ulong address, Span<byte> area)
    {
        int length = _extended.Features == 0 ? 0 : ExtendedStateImage.LengthOf(area, area.Length);
        if (length == 0 || _memory.Read(address + (ulong)length, out uint mark) != Errno.None || mark != ExtendedStateImage.EndMark)
        {
            ExtendedStateImage.CompleteLegacy(area);
            return true;
        }

        area.Slice(length).Clear();
        Span<byte> extended = area.Slice(ExtendedStateImage.LegacySize, length - ExtendedStateImage.LegacySize);
        return _memory.CopyIn(address + ExtendedStateImage.LegacySize, extended) == Errno.None;
    }

    // The area into the registers; the trap frame has the last word on the vector registers' lower halves.
    private void Load(Thread thread)
    {
        ExtendedStateImage.GetVectors(_extended.AreaOf(thread), VectorsOf(thread.Frame));
        _extended.Restore(thread.ExtendedState);
    }

    private static Span<byte> VectorsOf(TrapFrame* frame) => MemoryMarshal.AsBytes((Span<ulong>)frame->Xmm);
}
