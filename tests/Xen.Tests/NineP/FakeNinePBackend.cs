// A 9pfs backend as a whole: it reads the frontend's nodes, maps what was granted, serves the rings, and closes. What QEMU does in dom0.
namespace Xen.Tests.NineP;

using System;
using System.Collections.Generic;
using Drivers.Xen;
using Drivers.Xen.Bus;
using Drivers.Xen.Store;
using Kernel.Abi;
using Kernel.Interrupts;
using Xen.Tests.Fakes;
using Xunit;

public sealed class FakeNinePBackend : EventChannels
{
    private readonly List<FakeChannel> _channels = [];

    /// <param name="frames">Of the grant table, at most.</param>
    public FakeNinePBackend(int frames = 9)
    {
        Frames = new FakeGrantFrames(frames);
        Nodes = new FakeBackend(Store) { State = XenbusState.InitWait, Follows = Follow };
        Store.Tree[FakeBackend.Back + "/max-ring-page-order"] = "9";
        Grants = new GrantTable(Frames);
        Client = Store.Connect();
        var found = new XenbusDevice[1];
        Assert.Equal(1, new Xenbus(Client).Find("9pfs"u8, found));
        Device = found[0];
    }

    public FakeStore Store { get; } = new();

    public FakeBackend Nodes { get; }

    public FakeGrantFrames Frames { get; }

    public GrantTable Grants { get; }

    public HeapMemory Memory { get; } = new();

    public StoreClient Client { get; }

    public XenbusDevice Device { get; }

    /// <summary>Rings that are mapped.</summary>
    public List<BackendRing> Rings { get; } = [];

    public List<FakeChannel> Channels => _channels;

    /// <summary>Event channels that there can be.</summary>
    public int MostChannels { get; set; } = 16;

    /// <summary>Does not unmap anything when the frontend closes.</summary>
    public bool HoldsOn { get; set; }

    public override Result<EventChannel> AllocateUnbound(ushort remoteDomain, InterruptHandler handler)
    {
        Assert.Equal(3, remoteDomain);
        if (_channels.Count == MostChannels)
        {
            return Errno.ENOSPC;
        }

        _channels.Add(new FakeChannel((uint)(20 + _channels.Count), handler) { HasPeer = false });
        return _channels[^1];
    }

    public override Result<EventChannel> BindKnown(uint port, InterruptHandler handler) => Errno.EINVAL;

    /// <summary>Everything was given back.</summary>
    public void AssertNothingIsHeld()
    {
        Assert.Equal(0, Memory.PagesInUse);
        Assert.Equal(0, Grants.InUse);
        Assert.All(_channels, channel => Assert.True(channel.IsClosed));
        Assert.Equal(0, Client.WatchesInUse);
    }

    /// <summary>Maps what the frontend has written down, as QEMU does: what is wrong with it throws.</summary>
    public void Map()
    {
        Assert.Equal("1", Node("version"));
        int count = int.Parse(Node("num-rings"));
        for (int index = 0; index < count; index++)
        {
            SharedMemory page = MapGrant(uint.Parse(Node($"ring-ref{index}")), out int first);
            Assert.Equal(0, first);
            SharedMemory? data = null;
            int pages = 1 << (int)page.ReadUInt32(128);
            for (int number = 0; number < pages; number++)
            {
                SharedMemory found = MapGrant(page.ReadUInt32(132 + 4 * number), out int position);
                Assert.Equal(number, position);
                Assert.Same(data ?? found, found);
                data = found;
            }

            Assert.Equal(pages * 4096, data!.Length);
            Rings.Add(new BackendRing(page, data));
            _channels[int.Parse(Node($"event-channel-{index}")) - 20].HasPeer = true;
        }
    }

    public void Unmap()
    {
        foreach (uint reference in _mapped)
        {
            Frames.SetWord(reference, 0, Frames.Word(reference, 0) & ~0x18u);
        }

        _mapped.Clear();
        Rings.Clear();
        _channels.ForEach(channel => channel.HasPeer = false);
    }

    /// <summary>Its process is killed: the hypervisor unmaps and closes, nobody writes to the store.</summary>
    public void Die()
    {
        Unmap();
        Store.IsDead = false;
    }

    private readonly List<uint> _mapped = [];

    private void Follow(XenbusState front)
    {
        if (front == XenbusState.Initialised)
        {
            Map();
            Nodes.State = XenbusState.Connected;
        }
        else if (front is XenbusState.Closing or XenbusState.Closed)
        {
            if (!HoldsOn)
            {
                Unmap();
            }

            Nodes.State = front;
        }
    }

    private string Node(string name) =>
        Store.Tree[FakeBackend.Front + "/" + name] ?? throw new InvalidOperationException($"there is no node {name}");

    private SharedMemory MapGrant(uint reference, out int page)
    {
        // GTF_permit_access for domain 3; then Xen notes that it is read and written.
        Assert.Equal(0x0003_0001u, Frames.Word(reference, 0));
        Frames.SetWord(reference, 0, 0x0003_0019);
        _mapped.Add(reference);
        return Memory.Find(Frames.Word(reference, 4), out page);
    }
}
