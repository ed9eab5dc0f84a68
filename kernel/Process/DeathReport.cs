// The line on stderr for an app that did not end by itself: which signal, which address, in which mapped object.
// Faults and fatal signals come here before the process is told to end.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Diagnostics;
using Kernel.Memory;
using Kernel.Scheduling;

public sealed unsafe class DeathReport
{
    private const int LineLength = 320;
    private const int LongestPath = 128;

    private readonly AddressSpace _addressSpace;
    private readonly ProgramImage _program;

    public DeathReport(AddressSpace addressSpace, ProgramImage program)
    {
        _addressSpace = addressSpace;
        _program = program;
    }

    /// <summary>A fault of the app's own code.</summary>
    /// <param name="address">si_addr; of a page fault the address that was touched.</param>
    public void Fault(TrapFrame* frame, Signal signal, ulong address)
    {
        var line = new TextBuilder(stackalloc byte[LineLength]);
        Begin(ref line, signal);
        line.Append(": "u8);
        if (frame->Vector == ExceptionVector.PageFault)
        {
            line.Append(AccessOf((PageFaultError)frame->Error));
            AppendAddress(ref line, address);
            AppendObject(ref line, address);
        }
        else
        {
            line.Append(CauseOf((int)frame->Vector));
        }

        AppendPlace(ref line, frame->Rip);
        Log.Write(LogLevel.Error, line.Text);
        WriteRegisters(frame);
    }

    /// <summary>A fatal signal that the app or its runtime sent.</summary>
    public void Killed(Signal signal)
    {
        var line = new TextBuilder(stackalloc byte[LineLength]);
        Begin(ref line, signal);
        AppendPlace(ref line, Current.Thread.Frame->Rip);
        Log.Write(LogLevel.Error, line.Text);
    }

    /// <summary>There is no page left for the app.</summary>
    public void OutOfMemory()
    {
        var line = new TextBuilder(stackalloc byte[LineLength]);
        Begin(ref line, Signal.Kill);
        line.Append(": out of memory, the app holds "u8);
        line.AppendDecimal((long)_addressSpace.ResidentPages * PageSize.Bytes >> 20);
        line.Append(" MiB of the VM's "u8);
        line.AppendDecimal((long)_addressSpace.Pages.Total * PageSize.Bytes >> 20);
        line.Append(" MiB"u8);
        Log.Write(LogLevel.Error, line.Text);
    }

    private void Begin(ref TextBuilder line, Signal signal)
    {
        line.Append("ninesharp: "u8);
        AppendPath(ref line);
        line.Append(": killed by "u8);
        line.Append(SignalName.Of(signal));
    }

    private void AppendPath(ref TextBuilder line)
    {
        line.Append(_program.Path.Slice(0, Math.Min(_program.Path.Length, LongestPath)));
    }

    private static ReadOnlySpan<byte> AccessOf(PageFaultError error) =>
        (error & PageFaultError.InstructionFetch) != 0 ? "jump to "u8 : (error & PageFaultError.Write) != 0 ? "write to "u8 : "read from "u8;

    private static ReadOnlySpan<byte> CauseOf(int vector) => vector switch
    {
        ExceptionVector.DivideError => "integer division"u8,
        ExceptionVector.Breakpoint => "breakpoint"u8,
        ExceptionVector.InvalidOpcode => "invalid instruction"u8,
        ExceptionVector.FloatingPoint or ExceptionVector.SimdFloatingPoint => "floating-point exception"u8,
        ExceptionVector.AlignmentCheck => "misaligned access"u8,
        ExceptionVector.GeneralProtection => "general protection fault (privileged instruction or non-canonical address)"u8,
        _ => "processor exception"u8,
    };

    private static void AppendAddress(ref TextBuilder line, ulong address)
    {
        line.Append("0x"u8);
        line.AppendHex(address, 16);
    }

    private void AppendPlace(ref TextBuilder line, ulong address)
    {
        line.Append(" at "u8);
        AppendAddress(ref line, address);
        AppendObject(ref line, address);
    }

    /// <summary>" in /app+0x123c": the offset is that of the file's own addresses, as addr2line wants it.</summary>
    private void AppendObject(ref TextBuilder line, ulong address)
    {
        int index = _addressSpace.Regions.Find(address);
        if (index < 0)
        {
            return;
        }

        ref readonly Region region = ref _addressSpace.Regions[index];
        ulong start = region.Start;
        line.Append(" in "u8);
        switch (region.Name)
        {
            case RegionName.Program when _program.Contains(address):
                AppendPath(ref line);
                start = _program.Start;
                break;
            case RegionName.Heap:
                line.Append("[heap]"u8);
                break;
            case RegionName.Stack:
                line.Append("[stack]"u8);
                break;
            case RegionName.Vdso:
                line.Append("[vdso]"u8);
                break;
            case RegionName.File:
                line.Append(region.File?.Dentry == null ? "a mapped file"u8 : region.File.Dentry.Name);
                start -= region.Offset;
                break;
            default:
                line.Append("[anon]"u8);
                break;
        }

        line.Append("+0x"u8);
        line.AppendHex(address - start);
    }

    private static void WriteRegisters(TrapFrame* frame)
    {
        WriteRow("rax "u8, frame->Rax, " rbx "u8, frame->Rbx, " rcx "u8, frame->Rcx, " rdx "u8, frame->Rdx);
        WriteRow("rsi "u8, frame->Rsi, " rdi "u8, frame->Rdi, " rbp "u8, frame->Rbp, " rsp "u8, frame->Rsp);
        WriteRow("r8  "u8, frame->R8, " r9  "u8, frame->R9, " r10 "u8, frame->R10, " r11 "u8, frame->R11);
        WriteRow("r12 "u8, frame->R12, " r13 "u8, frame->R13, " r14 "u8, frame->R14, " r15 "u8, frame->R15);
    }

    private static void WriteRow(
        ReadOnlySpan<byte> name0,
        ulong value0,
        ReadOnlySpan<byte> name1,
        ulong value1,
        ReadOnlySpan<byte> name2,
        ulong value2,
        ReadOnlySpan<byte> name3,
        ulong value3)
    {
        var line = new TextBuilder(stackalloc byte[128]);
        line.Append("process: "u8);
        line.Append(name0);
        line.AppendHex(value0, 16);
        line.Append(name1);
        line.AppendHex(value1, 16);
        line.Append(name2);
        line.AppendHex(value2, 16);
        line.Append(name3);
        line.AppendHex(value3, 16);
        Log.Write(LogLevel.Information, line.Text);
    }
}
