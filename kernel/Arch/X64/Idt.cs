// The interrupt descriptor table: 256 gates to the stubs of boot/Interrupts.S; loaded once at boot.
namespace Kernel.Arch.X64;

using System.Runtime;
using System.Runtime.CompilerServices;

/// <summary>Intel SDM volume 3A §6.14.1. All are interrupt gates: IF is off in the kernel.</summary>
public static unsafe class Idt
{
    public const int VectorCount = 256;

    private const int StubSize = 16;
    private const ulong PresentInterruptGate = 0x8E00;
    private const ulong FromRing3 = 3 << 13;

    private static Gates s_gates;

    [RuntimeImport("*", "trap_stub_address"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong FirstStub();

    /// <summary>Fills in the gates and loads the table; the segments of <see cref="Gdt"/> are loaded already.</summary>
    public static void Load()
    {
        ulong stub = FirstStub();
        for (int vector = 0; vector < VectorCount; vector++, stub += StubSize)
        {
            ulong options = PresentInterruptGate | InterruptStackOf(vector);
            if (vector is ExceptionVector.Breakpoint or ExceptionVector.Overflow)
            {
                options |= FromRing3;
            }

            s_gates[vector * 2] = (stub & 0xFFFF) | (ulong)Selector.KernelCode << 16 | options << 32 | (stub >> 16 & 0xFFFF) << 48;
            s_gates[vector * 2 + 1] = stub >> 32;
        }

        fixed (Gates* gates = &s_gates)
        {
            TableRegister register = new((ulong)gates, (ushort)(sizeof(Gates) - 1));
            Cpu.LoadIdt(&register);
        }
    }

    private static ulong InterruptStackOf(int vector) => vector switch
    {
        ExceptionVector.DoubleFault => TaskState.DoubleFaultStack,
        ExceptionVector.NonMaskable => TaskState.NonMaskableStack,
        ExceptionVector.MachineCheck => TaskState.MachineCheckStack,
        _ => 0,
    };

    [InlineArray(VectorCount * 2)]
    private struct Gates
    {
        private ulong _first;
    }
}
