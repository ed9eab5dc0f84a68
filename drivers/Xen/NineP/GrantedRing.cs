// The memory, grants and event channel of one 9pfs ring, taken together and given back together. NinePFrontend has one for each ring.
namespace Drivers.Xen.NineP;

using System;
using Kernel.Abi;
using Kernel.Interrupts;

/// <summary>Either all of it is there, or nothing is.</summary>
public sealed class GrantedRing
{
    private readonly XenMemory _memory;
    private readonly GrantTable _grants;
    private readonly uint[] _references;
    private readonly SharedMemory _page;
    private readonly SharedMemory _data;
    private int _granted;

    private GrantedRing(XenMemory memory, GrantTable grants, SharedMemory page, SharedMemory data, int pages)
    {
        _memory = memory;
        _grants = grants;
        _page = page;
        _data = data;
        _references = new uint[pages + 1];
    }

    /// <summary>The grant of the interface page, for the store.</summary>
    public uint Reference => _references[_references.Length - 1];

    public EventChannel Channel { get; private set; } = null!;

    public NinePRing Ring { get; private set; } = null!;

    /// <summary>Pages that the other side would not let go of.</summary>
    public int PagesKept { get; private set; }

    /// <param name="domain">Who may map it.</param>
    /// <param name="order">The binary logarithm of the data pages.</param>
    public static FrontendFailure TryMake(
        XenMemory memory, GrantTable grants, EventChannels channels, ushort domain, int order, InterruptHandler events, out GrantedRing? ring)
    {
        ring = null;
        Result<SharedMemory> page = memory.AllocatePages(1);
        if (page.IsError)
        {
            return FrontendFailure.Memory;
        }

        int pages = 1 << order;
        Result<SharedMemory> data = memory.AllocatePages(pages);
        if (data.IsError)
        {
            memory.Free(page.Value);
            return FrontendFailure.Memory;
        }

        var made = new GrantedRing(memory, grants, page.Value, data.Value, pages);
        FrontendFailure failure = made.TryGrant(domain) ? made.TryOpen(channels, domain, events) : FrontendFailure.Grants;
        if (failure != FrontendFailure.None)
        {
            made.Release();
            return failure;
        }

        made.Ring = new NinePRing(made._page, made._data);
        made.Ring.Describe(made._references.AsSpan(0, pages));
        ring = made;
        return FrontendFailure.None;
    }

    /// <summary>Gives everything back, but for pages that the other side still maps: nobody may ever have those again.</summary>
    public void Release()
    {
        Channel?.Close();
        bool isPageKept = false, isDataKept = false;
        for (int index = 0; index < _granted; index++)
        {
            if (!_grants.TryEnd(_references[index]))
            {
                _grants.Leak(_references[index]);
                isPageKept |= index == _references.Length - 1;
                isDataKept |= index != _references.Length - 1;
            }
        }

        _granted = 0;
        GiveBack(_page, isPageKept);
        GiveBack(_data, isDataKept);
        PagesKept = (isPageKept ? 1 : 0) + (isDataKept ? _references.Length - 1 : 0);
    }

    private void GiveBack(SharedMemory memory, bool isKept)
    {
        if (isKept)
        {
            _memory.Leak(memory);
        }
        else
        {
            _memory.Free(memory);
        }
    }

    private bool TryGrant(ushort domain)
    {
        for (; _granted < _references.Length; _granted++)
        {
            ulong frame = _granted == _references.Length - 1 ? _memory.FrameOf(_page, 0) : _memory.FrameOf(_data, _granted);
            Result<uint> grant = _grants.Grant(domain, frame, isReadOnly: false);
            if (grant.IsError)
            {
                return false;
            }

            _references[_granted] = grant.Value;
        }

        return true;
    }

    private FrontendFailure TryOpen(EventChannels channels, ushort domain, InterruptHandler events)
    {
        Result<EventChannel> channel = channels.AllocateUnbound(domain, events);
        Channel = channel.Value;
        return channel.IsError ? FrontendFailure.Channels : FrontendFailure.None;
    }
}
