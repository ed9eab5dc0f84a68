// Bus, device and function of a PCI function; names it in configuration accesses and in the log.
namespace Drivers.Pci;

using Kernel.Abi;

public readonly struct PciAddress(byte bus, byte device, byte function)
{
    public readonly byte Bus = bus;

    /// <summary>0 to 31.</summary>
    public readonly byte Device = device;

    /// <summary>0 to 7.</summary>
    public readonly byte Function = function;

    /// <summary>Writes the customary form, 00:04.0.</summary>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendHex(Bus, 2);
        text.Append((byte)':');
        text.AppendHex(Device, 2);
        text.Append((byte)'.');
        text.AppendHex(Function);
    }
}
