// The processor's local APIC: accepts interrupts, ends them, and holds the timer. The one of the one CPU, so it is static.
namespace Kernel.Interrupts;

using System.Threading;
using Kernel.Arch.X64;
using Kernel.Memory;

/// <summary>Intel SDM volume 3A chapter 10: registers in memory, or in MSRs when the loader has switched x2APIC mode on.</summary>
public static unsafe class Lapic
{
    /// <summary>Where devices write to signal an MSI; the message's data is the vector (edge, fixed delivery).</summary>
    public static ulong MessageAddress => 0xFEE00000 | (ulong)Id << 12;

    /// <summary>This processor's APIC ID.</summary>
    public static uint Id { get; private set; }

    private const byte SpuriousVector = 0xFF;

    private const uint IdRegister = 0x20;
    private const uint TaskPriority = 0x80;
    private const uint EndOfInterruptRegister = 0xB0;
    private const uint SpuriousRegister = 0xF0;
    private const uint TimerEntry = 0x320;
    private const uint Lint0Entry = 0x350;
    private const uint Lint1Entry = 0x360;
    private const uint ErrorEntry = 0x370;
    private const uint InitialCount = 0x380;
    private const uint CurrentCount = 0x390;
    private const uint DivideConfiguration = 0x3E0;

    private const uint Enabled = 0x100;
    private const uint Masked = 0x10000;
    private const uint DeliverNmi = 0x400;
    private const uint DeliverExternal = 0x700;
    private const uint DeadlineMode = 2 << 17;
    private const uint DivideBy16 = 3;

    private const ulong BaseEnabled = 1 << 11;
    private const ulong BaseX2 = 1 << 10;

    private static byte* s_registers;
    private static uint s_startCount;
    private static ulong s_startTimestamp;

    /// <summary>Maps and enables it with everything masked, and starts the timer's counter for calibration.</summary>
    public static void Open()
    {
        ulong address = Msr.Read(Msr.ApicBase);
        if ((address & BaseX2) == 0)
        {
            Msr.Write(Msr.ApicBase, address | BaseEnabled);
            s_registers = (byte*)DeviceMemory.Map(new PhysicalAddress(address & PageEntry.AddressMask), PageSize.Bytes);
        }

        Id = s_registers == null ? Read(IdRegister) : Read(IdRegister) >> 24;
        Write(TaskPriority, 0);
        Write(Lint0Entry, Masked);
        Write(Lint1Entry, DeliverNmi);
        Write(ErrorEntry, Masked);
        Write(SpuriousRegister, Enabled | SpuriousVector);
        Write(DivideConfiguration, DivideBy16);
        Write(TimerEntry, Masked);
        Write(InitialCount, uint.MaxValue);
        s_startCount = ReadCount(out s_startTimestamp);
    }

    /// <summary>Lets the 8259s interrupt, which give their vectors themselves and want no <see cref="EndOfInterrupt"/>.</summary>
    public static void AcceptLegacyInterrupts() => Write(Lint0Entry, DeliverExternal);

    public static void EndOfInterrupt() => Write(EndOfInterruptRegister, 0);

    /// <summary>
    /// How far the timer has counted since <see cref="Open"/> and how many TSC ticks that took; before <see cref="ConfigureTimer"/>.
    /// </summary>
    public static uint ReadCalibrationCount(out ulong timestamps)
    {
        uint count = ReadCount(out ulong timestamp);
        timestamps = timestamp - s_startTimestamp;
        return s_startCount - count;
    }

    /// <summary>Chooses what <see cref="StartTimer"/> interrupts with.</summary>
    /// <param name="usesDeadline">Armed through <see cref="Msr.TscDeadline"/> and not by a count.</param>
    public static void ConfigureTimer(byte vector, bool usesDeadline)
    {
        Write(InitialCount, 0);
        Write(TimerEntry, vector | (usesDeadline ? DeadlineMode : 0));
    }

    /// <summary>Interrupts once after <paramref name="count"/> timer ticks; 0 stops.</summary>
    public static void StartTimer(uint count) => Write(InitialCount, count);

    /// <summary>The counter and the TSC at the same moment: of some readings the one that took least time.</summary>
    private static uint ReadCount(out ulong timestamp)
    {
        uint best = 0;
        ulong bestWidth = ulong.MaxValue;
        timestamp = 0;
        for (int attempt = 0; attempt < 4; attempt++)
        {
            ulong before = Cpu.ReadTimestampCounter();
            uint count = Read(CurrentCount);
            ulong width = Cpu.ReadTimestampCounter() - before;
            if (width < bestWidth)
            {
                best = count;
                bestWidth = width;
                timestamp = before + width / 2;
            }
        }

        return best;
    }

    private static uint Read(uint register)
    {
        return s_registers == null ? (uint)Msr.Read(Msr.X2ApicFirst + (register >> 4)) : Volatile.Read(ref *(uint*)(s_registers + register));
    }

    private static void Write(uint register, uint value)
    {
        if (s_registers == null)
        {
            Msr.Write(Msr.X2ApicFirst + (register >> 4), value);
            return;
        }

        Volatile.Write(ref *(uint*)(s_registers + register), value);
    }
}
