// A further console of the domain, known by the name that xl.cfg's channel= gives it. XenBoard opens the one for standard error and the log.
namespace Drivers.Xen;

using System;
using Drivers.Xen.Bus;
using Kernel.Abi;
using Kernel.Interrupts;

/// <summary>
/// Unlike the first console, whose page and port the toolstack makes, its ring is ours: granted, and told to the backend by the store
/// (docs/misc/console.txt; channels are consoles with a name, docs/misc/channel.txt).
/// </summary>
public sealed class ChannelConsole
{
    private const int MostConsoles = 8, LongestName = 32;

    private readonly XenMemory _memory;
    private readonly GrantTable _grants;
    private SharedMemory? _page;
    private EventChannel? _channel;
    private uint _reference;

    public ChannelConsole(XenMemory memory, GrantTable grants)
    {
        _memory = memory;
        _grants = grants;
    }

    /// <summary>Null until <see cref="Connect"/> has succeeded.</summary>
    public ConsoleRing? Ring { get; private set; }

    /// <summary>The console with that name, or null. At boot.</summary>
    public static XenbusDevice? Find(Xenbus bus, ReadOnlySpan<byte> name)
    {
        var found = new XenbusDevice[MostConsoles];
        Span<byte> value = stackalloc byte[LongestName];
        int count = bus.Find("console"u8, found);
        for (int i = 0; i < count; i++)
        {
            Result<int> length = found[i].Read("name"u8, value);
            if (!length.IsError && name.SequenceEqual(value.Slice(0, length.Value)))
            {
                return found[i];
            }
        }

        return null;
    }

    /// <summary>Brings both sides together; takes everything back when that fails.</summary>
    /// <param name="handler">Called when there is room again.</param>
    public XenbusFailure Connect(XenbusDevice device, EventChannels channels, InterruptHandler handler)
    {
        XenbusFailure failure = device.AwaitOffer();
        if (failure == XenbusFailure.None)
        {
            failure = Share(device, channels, handler) == Errno.None ? device.Connect() : XenbusFailure.Resources;
        }

        if (failure == XenbusFailure.None)
        {
            // Somebody is there, so his absence will mean something.
            Ring = new ConsoleRing(_page!, _channel!);
            Ring.Rung();
        }
        else
        {
            device.Close();
            TakeBack();
            device.Closed();
        }

        return failure;
    }

    private Errno Share(XenbusDevice device, EventChannels channels, InterruptHandler handler)
    {
        Result<SharedMemory> page = _memory.AllocatePages(1);
        if (page.IsError)
        {
            return page.Error;
        }

        _page = page.Value;
        Result<uint> reference = _grants.Grant(device.BackendDomain, _memory.FrameOf(_page, 0), isReadOnly: false);
        if (reference.IsError)
        {
            return reference.Error;
        }

        _reference = reference.Value;
        Result<EventChannel> channel = channels.AllocateUnbound(device.BackendDomain, handler);
        if (channel.IsError)
        {
            return channel.Error;
        }

        _channel = channel.Value;
        device.Nodes.Clear();
        device.Nodes.Add("ring-ref"u8, _reference);
        device.Nodes.Add("port"u8, _channel.Port);
        return Errno.None;
    }

    private void TakeBack()
    {
        _channel?.Close();
        _channel = null;
        if (_page is null)
        {
            return;
        }

        // Reference 0 is the toolstack's: ours was not granted.
        if (_reference == 0 || _grants.TryEnd(_reference))
        {
            _memory.Free(_page);
        }
        else
        {
            _grants.Leak(_reference);
            _memory.Leak(_page);
        }

        _page = null;
        _reference = 0;
    }
}
