// Every device the kernel has a driver for, found once at boot; ShareMounts asks it for those to mount.
namespace Drivers;

using System;
using Drivers.Pci;
using Drivers.Platform;
using Drivers.Virtio;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Interrupts;

public sealed class DriverCatalog
{
    private readonly Share[] _shares;

    /// <param name="capacity">Shares to keep at most.</param>
    public DriverCatalog(int capacity)
    {
        _shares = new Share[capacity];
    }

    /// <summary>Shares that it can keep.</summary>
    public int Capacity => _shares.Length;

    /// <summary>Shares found.</summary>
    public int Count { get; private set; }

    /// <summary>Looks through all PCI functions and all virtio-mmio slots. A device that cannot be used is a line in the log; boot goes on.</summary>
    /// <param name="host">Null on a machine without PCI.</param>
    /// <param name="slots">The virtio-mmio slots that somebody has told of.</param>
    public void Probe(PciHost? host, MmioSlots slots, InterruptTable interrupts, InterruptLines lines)
    {
        if (host is not null)
        {
            new PciShares(this, interrupts, lines).Probe(host);
        }

        new MmioShares(this, interrupts, lines).Probe(slots);
    }

    /// <summary>
    /// The share with that mount tag. ENOENT when there is none, EBUSY when several devices have it and nobody can tell which is meant.
    /// </summary>
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

    /// <summary>Negotiates with a device and keeps it if it has a tag; says in the log what became of it.</summary>
    /// <param name="place">Where it was found, for the log.</param>
    internal void Add(ReadOnlySpan<byte> place, NegotiatedDevice device, ShareInterrupts interrupts)
    {
        Span<byte> tag = stackalloc byte[MountTag.Longest];
        int length = 0;
        VirtioRefusal refusal = Count == _shares.Length ? VirtioRefusal.TableFull : device.Negotiate();
        if (refusal == VirtioRefusal.None)
        {
            refusal = device.ReadTag(tag, out length);
        }

        if (refusal != VirtioRefusal.None)
        {
            Report(place, VirtioRefusals.Text(refusal));
            return;
        }

        Add("virtio9p: "u8, place, new VirtioShare(device, interrupts, tag.Slice(0, length)));
    }

    /// <summary>Keeps a share.</summary>
    /// <param name="driver">What its lines in the log begin with.</param>
    internal void Add(ReadOnlySpan<byte> driver, ReadOnlySpan<byte> place, Share share)
    {
        if (Count == _shares.Length)
        {
            Report(driver, place, VirtioRefusals.Text(VirtioRefusal.TableFull));
            return;
        }

        _shares[Count++] = share;
        Report(driver, place, share.Tag);
    }

    /// <summary>Says in the log that there is a device at <paramref name="place"/> and what about it.</summary>
    internal static void Report(ReadOnlySpan<byte> place, ReadOnlySpan<byte> what) => Report("virtio9p: "u8, place, what);

    /// <inheritdoc cref="Report(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    internal static void Report(ReadOnlySpan<byte> driver, ReadOnlySpan<byte> place, ReadOnlySpan<byte> what)
    {
        TextBuilder line = new(stackalloc byte[128]);
        line.Append(driver);
        line.Append(place);
        line.Append(": "u8);
        line.Append(what);
        Log.Write(LogLevel.Information, line.Text);
    }
}
