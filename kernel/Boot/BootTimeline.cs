// When each part of the boot was done, for stats=1 and tools/numbers; KernelMain marks, ShutdownReport prints.
namespace Kernel.Boot;

using System;
using Kernel.Arch.X64;
using Kernel.Time;

/// <summary>The parts of a boot in their order; each ends at its mark.</summary>
public enum BootStep
{
    /// <summary>boot/Entry.S and the statics, up to the first line of KernelMain.</summary>
    Entry,

    /// <summary>RAM, page tables, traps, the scheduler.</summary>
    Machine,

    /// <summary>Serial ports, PCI, virtio.</summary>
    Devices,

    /// <summary>The tables of the file systems, and Tversion and Tattach of every share.</summary>
    Mount,

    /// <summary>The program's ELF file, its stack, the clock.</summary>
    Load,
    Count,
}

/// <summary>Nanoseconds since the kernel's entry.</summary>
public sealed class BootTimeline
{
    private readonly ulong[] _ticks = new ulong[(int)BootStep.Count];

    /// <summary>The step is over. Only counter ticks are kept: the clock is calibrated at the end of the boot.</summary>
    public void Mark(BootStep step) => _ticks[(int)step] = Cpu.ReadTimestampCounter();

    /// <summary>Nanoseconds from the entry to the end of the step.</summary>
    public ulong EndOf(BootStep step) => Clock.NanosecondsAt(_ticks[(int)step]);

    public static ReadOnlySpan<byte> NameOf(BootStep step) => step switch
    {
        BootStep.Entry => "boot_entry_ns"u8,
        BootStep.Machine => "boot_machine_ns"u8,
        BootStep.Devices => "boot_devices_ns"u8,
        BootStep.Mount => "boot_mount_ns"u8,
        _ => "boot_load_ns"u8,
    };
}
