// The registers of an interrupted state, in the panic's report.
namespace Kernel.Diagnostics;

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Abi;
using Kernel.Arch.X64;

internal static unsafe class RegisterDump
{
    public static void Write(TrapFrame* frame)
    {
        Write("vector "u8, frame->Vector, "error  "u8, frame->Error, "cr2    "u8, ReadCr2());
        Write("rip    "u8, frame->Rip, "rflags "u8, frame->Rflags, "cs     "u8, frame->Cs);
        Write("rsp    "u8, frame->Rsp, "rbp    "u8, frame->Rbp, "cr3    "u8, ReadCr3());
        Write("rax    "u8, frame->Rax, "rbx    "u8, frame->Rbx, "rcx    "u8, frame->Rcx);
        Write("rdx    "u8, frame->Rdx, "rsi    "u8, frame->Rsi, "rdi    "u8, frame->Rdi);
        Write("r8     "u8, frame->R8, "r9     "u8, frame->R9, "r10    "u8, frame->R10);
        Write("r11    "u8, frame->R11, "r12    "u8, frame->R12, "r13    "u8, frame->R13);
        Write("r14    "u8, frame->R14, "r15    "u8, frame->R15, "ss     "u8, frame->Ss);
    }

    private static void Write(
        ReadOnlySpan<byte> first, ulong firstValue, ReadOnlySpan<byte> second, ulong secondValue, ReadOnlySpan<byte> third, ulong thirdValue)
    {
        TextBuilder line = new(stackalloc byte[100]);
        Append(ref line, first, firstValue);
        Append(ref line, second, secondValue);
        Append(ref line, third, thirdValue);
        line.Append("\r\n"u8);
        LogPort.Write(line.Text);
    }

    private static void Append(ref TextBuilder line, ReadOnlySpan<byte> name, ulong value)
    {
        line.Append("  "u8);
        line.Append(name);
        line.AppendHex(value, 16);
    }

    [RuntimeImport("*", "cpu_read_cr2")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadCr2();

    [RuntimeImport("*", "cpu_read_cr3")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong ReadCr3();
}
