// Silences the PC's two 8259 interrupt controllers: interrupts come through the local APIC. Called once at boot.
namespace Kernel.Interrupts;

using Kernel.Arch.X64;

public static class LegacyPic
{
    private const ushort MasterCommand = 0x20;
    private const ushort MasterMask = 0x21;
    private const ushort SlaveCommand = 0xA0;
    private const ushort SlaveMask = 0xA1;

    /// <summary>Moves their vectors out of the way of exceptions, for spurious ones cannot be masked, and masks all lines (Intel 8259A, ICW1 to ICW4).</summary>
    public static void Disable()
    {
        Port.Out8(MasterCommand, 0x11);
        Port.Out8(SlaveCommand, 0x11);
        Port.Out8(MasterMask, 0x20);
        Port.Out8(SlaveMask, 0x28);
        Port.Out8(MasterMask, 4);
        Port.Out8(SlaveMask, 2);
        Port.Out8(MasterMask, 1);
        Port.Out8(SlaveMask, 1);
        Port.Out8(MasterMask, 0xFF);
        Port.Out8(SlaveMask, 0xFF);
    }
}
