// Every device the kernel has a driver for, found once at boot; KernelMain asks it for the shares to mount.
namespace Drivers;

using System;
using Drivers.Pci;
using Drivers.Virtio;
using Kernel.Abi;
using Kernel.Diagnostics;

public sealed class DriverCatalog
{
    // PCI identities (virtio 1.2 §4.1.2): transitional devices are 0x1000 on with the type as subsystem, modern ones 0x1040 + type.
    private const ushort VirtioVendor = 0x1AF4, Transitional9P = 0x1009, Modern9P = 0x1049;

    private const int MostFunctions = 64;

    // More of a register block than any device here has; a block of gigabytes would cost page tables.
    private const ulong LargestBlock = 64 << 10;

    private readonly ConfigSpace _space;
    private readonly Share[] _shares;

    /// <param name="space">How PCI configuration is reached.</param>
    /// <param name="capacity">Shares to keep at most.</param>
    public DriverCatalog(ConfigSpace space, int capacity)
    {
        _space = space;
        _shares = new Share[capacity];
    }

    /// <summary>Shares found.</summary>
    public int Count { get; private set; }

    public Share this[int index] => _shares[index];

    /// <summary>Looks through all PCI functions. A device that cannot be used is a line in the log; boot goes on.</summary>
    public void Probe()
    {
        var bus = new PciBus(_space, MostFunctions);
        bus.Scan();
        Log.Write(LogLevel.Debug, "pci: functions "u8, (ulong)bus.Count);
        if (bus.Missed != 0)
        {
            Log.Write(LogLevel.Warning, "pci: functions without room in the table "u8, (ulong)bus.Missed);
        }

        for (int i = 0; i < bus.Count; i++)
        {
            PciDevice device = bus[i];
            if (device.Vendor == VirtioVendor && device.Device is Transitional9P or Modern9P)
            {
                Add(device);
            }
        }
    }

    /// <summary>The share with that mount tag. ENOENT when there is none, EBUSY when several devices have it and nobody can tell which is meant.</summary>
    public Result<Share> Find(ReadOnlySpan<byte> tag)
    {
        Share? found = null;
        for (int i = 0; i < Count; i++)
        {
            if (_shares[i].Tag.SequenceEqual(tag))
            {
                if (found is not null)
                {
                    return Errno.EBUSY;
                }

                found = _shares[i];
            }
        }

        return found is null ? Errno.ENOENT : found;
    }

    /// <summary>Writes the tags that there are, separated by a comma and a space, for messages.</summary>
    public void AppendTags(ref TextBuilder text)
    {
        for (int i = 0; i < Count; i++)
        {
            text.Append(i == 0 ? ""u8 : ", "u8);
            text.Append(_shares[i].Tag);
        }
    }

    private void Add(PciDevice device)
    {
        if (Count == _shares.Length)
        {
            Report(device.Address, "left out, the table is full"u8);
            return;
        }

        VirtioWindows windows = VirtioWindows.Find(device);
        MsiX? msiX = MsiX.Find(device);
        Bar tableBar = msiX is null ? default : device.ReadBar(msiX.TableBar);
        VirtioRefusal refusal = windows.Refusal;
        Span<byte> tag = stackalloc byte[MountTag.Longest];
        int length = 0;
        VirtioPci? virtio = null;
        if (refusal == VirtioRefusal.None)
        {
            device.Enable();
            virtio = new VirtioPci(
                device, Map(windows.Common), Map(windows.Configuration), Map(windows.Notify), windows.NotifyMultiplier);
            refusal = virtio.Negotiate();
        }

        if (refusal == VirtioRefusal.None)
        {
            refusal = virtio!.ReadTag(tag, out length);
        }

        if (refusal != VirtioRefusal.None)
        {
            Report(device.Address, VirtioRefusals.Text(refusal));
            return;
        }

        _shares[Count++] = new Share(device.Address, virtio!, msiX, MapTable(msiX, tableBar), tag.Slice(0, length));
        Report(device.Address, tag.Slice(0, length));
    }

    private static MappedRegisters Map(VirtioWindow window) => new(window.Address, Math.Min(window.Length, LargestBlock));

    private static MappedRegisters? MapTable(MsiX? msiX, Bar bar)
    {
        bool isUsable = msiX is not null
            && bar.Kind == BarKind.Memory && bar.Address != 0 && msiX.TableOffset + msiX.TableLength <= bar.Length;
        return isUsable ? new MappedRegisters(bar.Address + msiX!.TableOffset, msiX.TableLength) : null;
    }

    private static void Report(PciAddress address, ReadOnlySpan<byte> what)
    {
        TextBuilder line = new(stackalloc byte[128]);
        line.Append("virtio9p: "u8);
        address.AppendTo(ref line);
        line.Append(": "u8);
        line.Append(what);
        Log.Write(LogLevel.Information, line.Text);
    }
}
