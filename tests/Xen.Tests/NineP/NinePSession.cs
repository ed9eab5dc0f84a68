// A mounted file system over the rings of a fake backend with a 9P server behind it: all layers below the syscalls in one test.
namespace Xen.Tests.NineP;

using System;
using System.Collections.Generic;
using Drivers;
using Drivers.Xen.NineP;
using global::Tests.Shared;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using Xen.Tests.Fakes;
using Xunit;

public sealed class NinePSession
{
    private const int Requests = 16;

    /// <param name="order">Of the rings: 2 has messages of 4 KiB, so that everything takes several and wraps.</param>
    public NinePSession(int rings = 3, int order = 2)
    {
        Backend.Store.Tree[FakeBackend.Back + "/max-rings"] = rings.ToString();
        Backend.Store.Tree[FakeBackend.Back + "/max-ring-page-order"] = order.ToString();
        Frontend = new NinePFrontend(Backend.Device, Backend.Memory, Backend.Grants, Backend);
        var sizes = new ShareSizes { Requests = Requests, MessageSize = 512 << 10, RingMemory = 16 << 20 };
        Assert.Equal(FrontendFailure.None, Frontend.Connect(in sizes, new NoEvents()));
        Transport = new ServedTransport(Frontend, Backend, Requests) { Answer = message => Server.Handle(message) };
        FileSystem = new NinePFileSystem(Transport, Small, null);
    }

    public FakeNinePBackend Backend { get; } = new();

    public NinePFrontend Frontend { get; }

    public MemoryServer Server { get; } = new();

    public ServedTransport Transport { get; }

    public NinePFileSystem FileSystem { get; }

    private static NinePCapacity Small => new()
    {
        Requests = Requests,
        Fids = 128,
        Nodes = 96,
        Directories = 8,
        DirectoryBuffers = 2,
        DirectoryBufferLength = 8 << 10,
    };

    /// <summary>Without the VFS.</summary>
    public NinePFileSystem Mounted()
    {
        Assert.Equal(MountStep.None, FileSystem.Mount(MountOptions.Default).Step);
        return FileSystem;
    }

    public TestSystem Mount() => new(Mounted());

    /// <summary>What XenShare does once everything is unmounted.</summary>
    public void End(bool isHonest = true)
    {
        Assert.Equal(0, FileSystem.Requests.InUse);
        Assert.Equal(0, FileSystem.Requests.Quarantined);
        Assert.Equal(0, FileSystem.Fids.InUse);
        Assert.Equal(0, FileSystem.Nodes.InUse);
        Assert.Equal(0, FileSystem.Directories.InUse);
        Assert.Equal(0, Transport.InFlight);
        if (isHonest)
        {
            Assert.Equal(0, Server.FidCount);
        }

        Transport.End(PoisonReason.BackendClosed);
        Frontend.Close();
        Backend.AssertNothingIsHeld();
    }
}

/// <summary>Waiting is being the backend: QEMU's way, one request of each ring at a time, and whole messages or nothing.</summary>
public sealed class ServedTransport(NinePFrontend frontend, FakeNinePBackend backend, int requestLimit)
    : RingsTransport(frontend.Rings, requestLimit, frontend.Plan.MessageSize)
{
    private readonly Random _random = new(5);

    public required Func<byte[], byte[]> Answer { get; init; }

    /// <summary>Replies come into view in parts of random lengths, as xen-9pfsd's do.</summary>
    public bool IsPiecemeal { get; set; }

    /// <summary>Messages that are served before something happens; negative for never.</summary>
    public int BreaksAfter { get; set; } = -1;

    public Action? Break { get; set; }

    public bool HasBroken { get; private set; }

    public List<PoisonReason> Reports { get; } = [];

    public override RequestWaiter Waiter => field ??= TestWaiter.Serving(Serve);

    public override MessageBuffer AllocateBuffer(int length) => new ArrayMessage(length);

    protected override void Report(PoisonReason reason) => Reports.Add(reason);

    private void Serve()
    {
        Kick();
        bool any = true;
        while (any && Poisoned == PoisonReason.None)
        {
            any = false;
            for (int ring = 0; ring < backend.Rings.Count && Poisoned == PoisonReason.None; ring++)
            {
                any |= ServeOne(backend.Rings[ring]);
            }

            any |= Poll();
        }
    }

    private bool ServeOne(BackendRing ring)
    {
        byte[]? message = ring.Peek();
        if (message is null)
        {
            return false;
        }

        if (BreaksAfter-- == 0)
        {
            HasBroken = true;
            Break!();
            return true;
        }

        byte[] reply = Answer(message);
        if (!IsPiecemeal)
        {
            ring.Put(reply);
        }
        else
        {
            Assert.True(reply.Length <= ring.FreeAsQemuSeesIt);
            ring.Write(reply);
            for (int left = reply.Length; left > 0;)
            {
                int part = _random.Next(1, Math.Min(left, 300) + 1);
                ring.Publish(part);
                left -= part;
                Poll();
            }
        }

        ring.Release(message.Length);
        return true;
    }
}
