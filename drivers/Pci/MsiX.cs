// A function's table of message-signalled interrupts (PCI Local Bus 3.0 §6.8.2); ShareInterrupts points its vectors at the local APIC.
namespace Drivers.Pci;

public sealed class MsiX
{
    // Offsets in the capability.
    private const int Control = 2, Table = 4, CapabilityBytes = 12;

    private const ushort SizeMask = 0x7FF, Enable = 1 << 15, MaskAll = 1 << 14;
    private const uint BarMask = 7;

    // One table entry: address 8, data 4, vector control 4.
    private const int EntryBytes = 16, EntryData = 8, EntryControl = 12;
    private const uint EntryMasked = 1;

    private readonly PciDevice _device;
    private readonly int _capability;
    private Registers? _table;

    private MsiX(PciDevice device, int capability)
    {
        _device = device;
        _capability = capability;
        uint table = device.Read32(capability + Table);
        TableBar = (int)(table & BarMask);
        TableOffset = table & ~BarMask;
        Count = (device.Read16(capability + Control) & SizeMask) + 1;
    }

    /// <summary>Vectors in the table, 1 to 2048.</summary>
    public int Count { get; }

    public int TableBar { get; }

    public uint TableOffset { get; }

    public ulong TableLength => (ulong)Count * EntryBytes;

    /// <summary>From <see cref="TryEnable"/> on, if that went well, to <see cref="Disable"/>.</summary>
    public bool IsEnabled { get; private set; }

    /// <summary>Null when the function has no MSI-X.</summary>
    public static MsiX? Find(PciDevice device)
    {
        CapabilityList list = device.Capabilities;
        while (list.MoveNext())
        {
            if (list.Id == CapabilityList.MsiX && list.Offset + CapabilityBytes <= ConfigSpace.Length)
            {
                return new MsiX(device, list.Offset);
            }
        }

        return null;
    }

    /// <summary>Turns MSI-X on with every vector masked.</summary>
    /// <param name="table">The <see cref="TableLength"/> bytes at <see cref="TableOffset"/> of <see cref="TableBar"/>.</param>
    /// <returns>False when the function does not keep the setting: it will raise no messages.</returns>
    public bool TryEnable(Registers table)
    {
        int control = _capability + Control;
        _device.Write16(control, Enable | MaskAll);
        _table = table;
        for (int i = 0; i < Count; i++)
        {
            table.Write32(At(i) + EntryControl, EntryMasked);
        }

        _device.Write16(control, Enable);
        IsEnabled = (_device.Read16(control) & (Enable | MaskAll)) == Enable;
        return IsEnabled;
    }

    public void Disable()
    {
        _table = null;
        IsEnabled = false;
        _device.Write16(_capability + Control, 0);
    }

    /// <summary>Points a vector at an interrupt and unmasks it. False when the table does not keep it.</summary>
    public bool TrySet(int vector, ulong address, uint data)
    {
        if (_table is null || vector < 0 || vector >= Count)
        {
            return false;
        }

        ulong entry = At(vector);
        _table.Write64(entry, address);
        _table.Write32(entry + EntryData, data);
        _table.Write32(entry + EntryControl, 0);
        return _table.Read32(entry) == (uint)address
            && _table.Read32(entry + EntryData) == data
            && (_table.Read32(entry + EntryControl) & EntryMasked) == 0;
    }

    /// <summary>No more of one vector.</summary>
    public void Mask(int vector)
    {
        if (_table is not null && vector >= 0 && vector < Count)
        {
            _table.Write32(At(vector) + EntryControl, EntryMasked);
        }
    }

    private static ulong At(int vector) => (ulong)(vector * EntryBytes);
}
