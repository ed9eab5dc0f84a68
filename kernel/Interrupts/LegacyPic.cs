// The PC's two 8259 interrupt controllers. Silenced at boot, for interrupts come through the local and the I/O APIC; a line that
// the I/O APIC does not have is routed here by InterruptLines.
namespace Kernel.Interrupts;

using Kernel.Abi;
using Kernel.Arch.X64;

public static class LegacyPic
{
    /// <summary>Vector of line 0; the sixteen lie next to each other.</summary>
    public const int FirstVector = 0x20;

    public const int LineCount = 16;

    private const ushort MasterCommand = 0x20;
    private const ushort MasterMask = 0x21;
    private const ushort SlaveCommand = 0xA0;
    private const ushort SlaveMask = 0xA1;

    /// <summary>Edge or level, a bit a line: not in the 8259, but beside it in every chipset with PCI.</summary>
    private const ushort FirstTriggers = 0x4D0;

    private const int LinesEach = 8;
    private const int Cascade = 2;
    private const byte EndOfInterruptCommand = 0x20;
    private const byte ReadInService = 0x0B;

    /// <summary>
    /// Moves their vectors out of the way of exceptions, for spurious ones cannot be masked, and masks all lines (Intel 8259A, ICW1 to
    /// ICW4).
    /// </summary>
    public static void Disable()
    {
        Port.Out8(MasterCommand, 0x11);
        Port.Out8(SlaveCommand, 0x11);
        Port.Out8(MasterMask, FirstVector);
        Port.Out8(SlaveMask, FirstVector + LinesEach);
        Port.Out8(MasterMask, 1 << Cascade);
        Port.Out8(SlaveMask, Cascade);
        Port.Out8(MasterMask, 1);
        Port.Out8(SlaveMask, 1);
        Port.Out8(MasterMask, 0xFF);
        Port.Out8(SlaveMask, 0xFF);
    }

    /// <summary>Lets a line interrupt, level-triggered, with vector <see cref="FirstVector"/> + <paramref name="line"/>.</summary>
    /// <returns>ENODEV when there is no such line or no controller.</returns>
    public static Errno Route(int line)
    {
        if (line is < 0 or >= LineCount or Cascade)
        {
            return Errno.ENODEV;
        }

        ushort triggers = (ushort)(FirstTriggers + (line / LinesEach));
        Port.Out8(triggers, (byte)(Port.In8(triggers) | Bit(line)));
        ushort mask = line < LinesEach ? MasterMask : SlaveMask;
        byte masked = (byte)(Port.In8(mask) & ~Bit(line));
        Port.Out8(mask, masked);
        if (Port.In8(mask) != masked)
        {
            return Errno.ENODEV;
        }

        if (line >= LinesEach)
        {
            Port.Out8(MasterMask, (byte)(Port.In8(MasterMask) & ~(1 << Cascade)));
        }

        Lapic.AcceptLegacyInterrupts();
        return Errno.None;
    }

    public static void Mask(int line)
    {
        ushort mask = line < LinesEach ? MasterMask : SlaveMask;
        Port.Out8(mask, (byte)(Port.In8(mask) | Bit(line)));
    }

    /// <summary>Whether the controller has this line in service. If not, the interrupt was a spurious one: 7 of either controller.</summary>
    public static bool IsInService(int line)
    {
        ushort command = line < LinesEach ? MasterCommand : SlaveCommand;
        Port.Out8(command, ReadInService);
        return (Port.In8(command) & Bit(line)) != 0;
    }

    /// <param name="isSpurious">Not in service: of the second controller only its place in the first one ends.</param>
    public static void EndOfInterrupt(int line, bool isSpurious)
    {
        if (line >= LinesEach && !isSpurious)
        {
            Port.Out8(SlaveCommand, EndOfInterruptCommand);
        }

        if (line >= LinesEach || !isSpurious)
        {
            Port.Out8(MasterCommand, EndOfInterruptCommand);
        }
    }

    private static byte Bit(int line) => (byte)(1 << (line % LinesEach));
}
