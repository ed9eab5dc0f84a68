// How the interrupts of a virtio-9p device reach the processor: by messages, by a line, or not at all. A finder of shares makes
// it for each, VirtioShare connects it.
namespace Drivers.Virtio;

using Drivers.Pci;
using Kernel.Abi;
using Kernel.Interrupts;

internal sealed class ShareInterrupts
{
    private const ushort ConfigurationEntry = 0, QueueEntry = 1;

    private readonly InterruptTable _table;
    private readonly InterruptLines _lines;
    private readonly int _line;
    private readonly PciDevice? _function;
    private readonly MsiX? _msiX;
    private readonly Registers? _msiXTable;

    /// <summary>For a device with nothing but a line.</summary>
    /// <param name="line">Global interrupt number, negative when there is none.</param>
    public ShareInterrupts(InterruptTable table, InterruptLines lines, int line)
    {
        _table = table;
        _lines = lines;
        _line = line;
    }

    /// <summary>For a PCI function, which is asked for messages first.</summary>
    /// <param name="msiX">Null when it has none.</param>
    /// <param name="msiXTable">Null when the table is out of reach.</param>
    public ShareInterrupts(InterruptTable table, InterruptLines lines, int line, PciDevice function, MsiX? msiX, Registers? msiXTable)
        : this(table, lines, line)
    {
        _function = function;
        _msiX = msiX;
        _msiXTable = msiXTable;
    }

    public InterruptKind Kind { get; private set; }

    /// <summary>Between <see cref="NegotiatedDevice.Negotiate"/> and Start, once.</summary>
    public InterruptKind Connect(NegotiatedDevice device, ShareInterrupt configuration, ShareInterrupt queue)
    {
        Kind = TryMessages(device, configuration, queue) ? InterruptKind.Messages
            : TryLine(device, configuration, queue) ? InterruptKind.Line
            : InterruptKind.None;
        return Kind;
    }

    private bool TryMessages(NegotiatedDevice device, ShareInterrupt configuration, ShareInterrupt queue)
    {
        if (_lines.Choice != InterruptChoice.Messages || _msiX is null || _msiXTable is null
            || _msiX.Count <= QueueEntry || !_msiX.TryEnable(_msiXTable))
        {
            return false;
        }

        if (TrySet(ConfigurationEntry, configuration) && TrySet(QueueEntry, queue) && device.TrySetVectors(ConfigurationEntry, QueueEntry))
        {
            return true;
        }

        _msiX.Disable();
        return false;
    }

    private bool TrySet(ushort entry, ShareInterrupt handler)
    {
        handler.Messages = _msiX;
        handler.Entry = entry;
        Result<byte> vector = _table.Allocate(handler);
        return !vector.IsError && _msiX!.TrySet(entry, Lapic.MessageAddress, vector.Value);
    }

    private bool TryLine(NegotiatedDevice device, ShareInterrupt configuration, ShareInterrupt queue)
    {
        if (_line < 0 || _lines.Connect(_line, new ShareLine(device, configuration, queue)) != Errno.None)
        {
            return false;
        }

        _function?.EnableLine();
        return true;
    }
}

/// <summary>What was found for a device.</summary>
public enum InterruptKind : byte
{
    /// <summary>It has to be polled.</summary>
    None,

    /// <summary>MSI-X, a vector for the queue and one for the configuration.</summary>
    Messages,

    /// <summary>INTx, or the line of a virtio-mmio slot.</summary>
    Line,
}
