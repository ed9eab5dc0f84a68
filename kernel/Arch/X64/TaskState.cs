// The 64-bit task state segment: the stacks that the CPU switches to by itself. The scheduler sets the kernel stack at every switch.
namespace Kernel.Arch.X64;

using System.Runtime.InteropServices;

/// <summary>Intel SDM volume 3A §7.7.</summary>
public sealed unsafe class TaskState
{
    public const int Size = 104;

    /// <summary>Interrupt stack table index of the double fault, which is where a kernel stack overflow ends.</summary>
    public const int DoubleFaultStack = 1;
    public const int NonMaskableStack = 2;
    public const int MachineCheckStack = 3;

    private static Segment s_segment;

    public TaskState()
    {
        s_segment.IoMapBase = Size;
    }

    /// <summary>Where the processor reads it; statics do not move.</summary>
    public void* Address
    {
        get
        {
            fixed (Segment* segment = &s_segment)
            {
                return segment;
            }
        }
    }

    /// <summary>The stack pointer on entry from ring 3 by interrupt or exception; 16-byte aligned.</summary>
    public ulong KernelStack
    {
        get => s_segment.Rsp0;
        set => s_segment.Rsp0 = value;
    }

    /// <param name="index">One of the three constants above.</param>
    /// <param name="top">End of the stack, 16-byte aligned.</param>
    public void SetInterruptStack(int index, ulong top)
    {
        switch (index)
        {
            case DoubleFaultStack:
                s_segment.Ist1 = top;
                break;
            case NonMaskableStack:
                s_segment.Ist2 = top;
                break;
            default:
                s_segment.Ist3 = top;
                break;
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Segment
    {
        public uint Reserved0;
        public ulong Rsp0;
        public ulong Rsp1;
        public ulong Rsp2;
        public ulong Reserved1;
        public ulong Ist1;
        public ulong Ist2;
        public ulong Ist3;
        public ulong Ist4;
        public ulong Ist5;
        public ulong Ist6;
        public ulong Ist7;
        public ulong Reserved2;
        public ushort Reserved3;
        public ushort IoMapBase;
    }
}
