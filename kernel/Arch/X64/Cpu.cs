// The processor's registers and the instructions that C# has no words for; each is one small routine of boot/Runtime.S.
namespace Kernel.Arch.X64;

using System.Runtime;
using System.Runtime.CompilerServices;

public static unsafe class Cpu
{
    public const ulong EferSyscall = 1ul << 0;

    /// <summary>RFLAGS.IF.</summary>
    public const ulong InterruptFlag = 1ul << 9;

    [RuntimeImport("*", "cpu_rdtsc"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadTimestampCounter();

    /// <summary>The address of the last page fault.</summary>
    [RuntimeImport("*", "cpu_read_cr2"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCr2();

    [RuntimeImport("*", "cpu_read_cr3"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCr3();

    [RuntimeImport("*", "cpu_read_cr4"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCr4();

    [RuntimeImport("*", "cpu_write_cr3"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void WriteCr3(ulong value);

    [RuntimeImport("*", "cpu_invlpg"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void InvalidatePage(void* address);

    /// <summary>Loads a GDT of the layout in <see cref="Selector"/> and reloads the segment registers from it.</summary>
    [RuntimeImport("*", "cpu_lgdt"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void LoadGdt(void* descriptor);

    [RuntimeImport("*", "cpu_lidt"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void LoadIdt(void* descriptor);

    [RuntimeImport("*", "cpu_ltr"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void LoadTaskRegister(ushort selector);

    /// <summary>The idle loop's <c>sti; hlt; cli</c>: an interrupt that is already pending ends the halt at once.</summary>
    [RuntimeImport("*", "cpu_sti_hlt_cli"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void WaitForInterrupt();

    [RuntimeImport("*", "cpu_pause"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Pause();

    [RuntimeImport("*", "cpu_xgetbv"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadExtendedControl(uint register);

    /// <summary>XSAVE64 of the state components in <paramref name="mask"/>; the area is 64-byte aligned.</summary>
    [RuntimeImport("*", "cpu_xsave"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void SaveExtendedState(void* area, ulong mask);

    [RuntimeImport("*", "cpu_xrstor"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void RestoreExtendedState(void* area, ulong mask);

    /// <summary>FXSAVE64: x87 and SSE; the area is 512 bytes, 16-byte aligned.</summary>
    [RuntimeImport("*", "cpu_fxsave"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void SaveLegacyState(void* area);

    [RuntimeImport("*", "cpu_fxrstor"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void RestoreLegacyState(void* area);

    /// <summary>RDRAND: 1 and a random number, or 0 when none was ready. Only where CPUID announces it.</summary>
    [RuntimeImport("*", "cpu_rdrand"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern byte ReadRandom(ulong* value);

    /// <summary>Copies forward with the loop that is fastest on this machine; the ranges do not overlap.</summary>
    [RuntimeImport("*", "cpu_copy"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Copy(void* destination, void* source, nuint count);

    /// <summary>Fills 4096 bytes with zeros.</summary>
    [RuntimeImport("*", "cpu_zero_page"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void ZeroPage(void* page);
}
