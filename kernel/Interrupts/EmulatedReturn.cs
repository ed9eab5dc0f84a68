// IRETQ in ring 3, carried out by the kernel where the machine cannot; asked by ExceptionTable about page faults.
namespace Kernel.Interrupts;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Memory;

/// <summary>
/// .NET's JIT runtime goes on behind an exception by IRETQ. QEMU before 9.1 reads that instruction's stack with the kernel's
/// rights when it emulates the processor, and SMAP forbids the kernel the app's pages: the same fault over and over.
/// </summary>
public sealed unsafe class EmulatedReturn
{
    private const int Words = 5;

    /// <summary>REX.W IRET (Intel SDM volume 2A, IRET/IRETD/IRETQ).</summary>
    private const ushort Instruction = 0xCF48;

    /// <summary>Flags that IRETQ changes in ring 3: CF PF AF ZF SF TF DF OF RF AC.</summary>
    private const ulong ChangedFlags = 0x50DD5;

    private const ulong FirstNonCanonical = 1ul << 47;

    private readonly UserMemory _memory;

    public EmulatedReturn(UserMemory memory)
    {
        _memory = memory;
    }

    /// <summary>Whether the fault is one of IRETQ in ring 3 at a page that is there: the app's own accesses have the user bit.</summary>
    /// <param name="address">What the instruction wanted to read.</param>
    public bool IsWanted(TrapFrame* frame, ulong address, PageFaultError error) =>
        error == PageFaultError.Protection
        && address - frame->Rsp < Words * sizeof(ulong)
        && _memory.Read(frame->Rip, out ushort code) == Errno.None
        && code == Instruction;

    /// <summary>Does what the instruction does. False: a frame that it refuses with #GP.</summary>
    public bool Execute(TrapFrame* frame)
    {
        Span<byte> bytes = stackalloc byte[Words * sizeof(ulong)];
        if (_memory.CopyIn(frame->Rsp, bytes) != Errno.None)
        {
            return false;
        }

        ulong instruction = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong code = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8));
        ulong flags = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(16));
        ulong stack = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(24));
        ulong stackSegment = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(32));
        if (instruction >= FirstNonCanonical || (ushort)code != frame->Cs || (ushort)stackSegment != frame->Ss)
        {
            return false;
        }

        frame->Rip = instruction;
        frame->Rsp = stack;
        frame->Rflags = (frame->Rflags & ~ChangedFlags) | (flags & ChangedFlags);
        return true;
    }
}
