// The PC's I/O APIC: turns interrupt lines (ISA, PCI INTx, virtio-mmio) into vectors. Drivers without MSI call Route.
namespace Kernel.Interrupts;

using System.Threading;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Memory;

/// <summary>How a line signals.</summary>
public enum InterruptTrigger
{
    /// <summary>ISA: edge, active high.</summary>
    Edge,

    /// <summary>PCI INTx and virtio-mmio: level, and active high as QEMU's boards wire them and their ACPI tables say.</summary>
    Level,
}

/// <summary>Intel 82093AA; up to two of them, where pc, q35 and microvm have theirs.</summary>
public static unsafe class IoApic
{
    private const ulong FirstAddress = 0xFEC00000;
    private const ulong SecondAddress = 0xFEC10000;

    private const uint VersionRegister = 1;
    private const uint RedirectionTable = 0x10;
    private const uint LevelTriggered = 1 << 15;
    private const uint Masked = 1 << 16;
    private const int DataOffset = 0x10;

    private static byte* s_first;
    private static byte* s_second;
    private static int s_firstLines;
    private static int s_secondLines;

    /// <summary>Looks for them and masks every line.</summary>
    public static void Open()
    {
        s_first = (byte*)DeviceMemory.Map(new PhysicalAddress(FirstAddress), PageSize.Bytes);
        s_firstLines = CountLines(s_first);
        if (s_firstLines == 0)
        {
            Log.Write(LogLevel.Warning, "ioapic: none, only message-signalled interrupts work"u8);
            return;
        }

        s_second = (byte*)DeviceMemory.Map(new PhysicalAddress(SecondAddress), PageSize.Bytes);
        s_secondLines = CountLines(s_second);
        for (int line = 0; line < s_firstLines + s_secondLines; line++)
        {
            // They are after a reset; a loader may have used one, and every access is slow under a hypervisor.
            if ((Read(ControllerOf(line), IndexOf(line)) & Masked) == 0)
            {
                Set(line, Masked, 0);
            }
        }
    }

    /// <summary>Lets a line interrupt this processor.</summary>
    /// <param name="irq">Global interrupt number: ISA lines are 0 to 15 (the PIT is 2), the second controller follows the first.</param>
    /// <returns>ENODEV when there is no such line.</returns>
    public static Errno Route(int irq, byte vector, InterruptTrigger trigger = InterruptTrigger.Edge)
    {
        if ((uint)irq >= (uint)(s_firstLines + s_secondLines))
        {
            return Errno.ENODEV;
        }

        Set(irq, vector | (trigger == InterruptTrigger.Level ? LevelTriggered : 0), Lapic.Id << 24);
        return Errno.None;
    }

    /// <summary>Lines of both controllers.</summary>
    public static int LineCount => s_firstLines + s_secondLines;

    /// <summary>Whether there are two.</summary>
    public static bool HasSecond => s_secondLines != 0;

    public static void Mask(int irq)
    {
        if ((uint)irq < (uint)(s_firstLines + s_secondLines))
        {
            Set(irq, Masked, 0);
        }
    }

    /// <summary>Lines of the controller, 0 when what answers there is none: an empty bus reads as all ones.</summary>
    private static int CountLines(byte* registers)
    {
        uint version = Read(registers, VersionRegister);
        int lines = (int)(version >> 16 & 0xFF) + 1;
        return (version & 0xFF) is >= 0x10 and <= 0x2F && lines is >= 16 and <= 240 ? lines : 0;
    }

    private static byte* ControllerOf(int line) => line < s_firstLines ? s_first : s_second;

    private static uint IndexOf(int line) => RedirectionTable + (uint)(line < s_firstLines ? line : line - s_firstLines) * 2;

    private static void Set(int line, uint low, uint high)
    {
        byte* registers = ControllerOf(line);
        uint index = IndexOf(line);
        Write(registers, index, Masked);
        Write(registers, index + 1, high);
        Write(registers, index, low);
    }

    private static uint Read(byte* registers, uint index)
    {
        Volatile.Write(ref *(uint*)registers, index);
        return Volatile.Read(ref *(uint*)(registers + DataOffset));
    }

    private static void Write(byte* registers, uint index, uint value)
    {
        Volatile.Write(ref *(uint*)registers, index);
        Volatile.Write(ref *(uint*)(registers + DataOffset), value);
    }
}
