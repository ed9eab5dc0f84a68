// Walks a PCI function's list of capabilities, which the device wrote and may have wrong; PciDevice searches with it.
namespace Drivers.Pci;

/// <summary>
/// Enumerates the offsets of capabilities (PCI Local Bus 3.0 §6.7). The list is cut where it leaves its part of the space, and
/// after as many entries as fit there: a loop ends.
/// </summary>
public struct CapabilityList
{
    /// <summary>Capability ids.</summary>
    public const byte VendorSpecific = 0x09, MsiX = 0x11;

    private const ushort HasCapabilities = 1 << 4;
    private const int FirstOffset = 0x40;

    // 192 bytes follow the header, a capability has at least 4.
    private const int MostEntries = 48;

    private readonly ConfigSpace _space;
    private readonly PciAddress _address;
    private int _next;
    private int _left;

    public CapabilityList(ConfigSpace space, PciAddress address)
    {
        _space = space;
        _address = address;
        _left = MostEntries;
        bool has = (space.Read16(address, ConfigSpace.Status) & HasCapabilities) != 0;
        _next = has ? space.Read8(address, ConfigSpace.CapabilityPointer) & 0xFC : 0;
        Offset = 0;
        Header = 0;
    }

    /// <summary>Of the capability that <see cref="MoveNext"/> came to.</summary>
    public int Offset { get; private set; }

    /// <summary>Its first four bytes: id, link to the next, and two that depend on the id.</summary>
    public uint Header { get; private set; }

    public readonly byte Id => (byte)Header;

    public bool MoveNext()
    {
        if (_next < FirstOffset || _left == 0)
        {
            return false;
        }

        _left--;
        Offset = _next;
        Header = _space.Read32(_address, _next);
        _next = (int)(Header >> 8) & 0xFC;

        // All ones: the device is gone.
        return Header != uint.MaxValue;
    }
}
