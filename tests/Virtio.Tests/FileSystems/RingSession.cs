// A mounted file system over a ring, with a 9P server behind the fake device: all layers below the syscalls in one test.
namespace Virtio.Tests.FileSystems;

using System.Collections.Generic;
using Drivers.Virtio;
using global::Tests.Shared;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class RingSession
{
    private const int Size = 16;

    public RingSession(RingKind kind)
    {
        ChainBudget budget = ChainBudget.OfSegments(6);
        GuestMemory memory = Memory;
        VirtioFeatures features = Session.FeaturesOf(kind, hasEventIndex: true, isInOrder: false);
        QueueLayout layout = QueueFormat.LayOut(features, Size, isSizeFixed: kind == RingKind.Legacy, Size, budget.Segments);
        ulong ring = memory.Allocate(layout.Length);
        Device = FakeDevice.Of(memory, ring, layout, hasEventIndex: true);
        Queue queue = QueueFormat.Make(new RingMemory(memory, ring, layout), layout, features);
        var tails = new PayloadTail[budget.TailBytes == 0 ? 0 : Size];
        for (int index = 0; index < tails.Length; index++)
        {
            tails[index] = new PayloadTail(memory.AllocateBuffer(budget.TailBytes));
        }

        Transport = new ServedTransport(memory, Device, queue, budget, tails, Server);
        FileSystem = new NinePFileSystem(Transport, Small, null);
    }

    public GuestMemory Memory { get; } = new(0x1000_0000, 1 << 20);

    public FakeDevice Device { get; }

    public ServedTransport Transport { get; }

    public NinePFileSystem FileSystem { get; }

    public MemoryServer Server { get; } = new();

    private static NinePCapacity Small => new()
    {
        Requests = Size,
        Fids = 64,
        Nodes = 48,
        Directories = 4,
        DirectoryBuffers = 2,
        DirectoryBufferLength = 8 << 10,
    };

    public TestSystem Mount()
    {
        Assert.Equal(MountStep.None, FileSystem.Mount(MountOptions.Default).Step);
        return new TestSystem(FileSystem);
    }

    public void AssertNothingIsHeld()
    {
        Assert.Equal(0, FileSystem.Requests.InUse);
        Assert.Equal(0, FileSystem.Requests.Quarantined);
        Assert.Equal(0, FileSystem.Fids.InUse);
        Assert.Equal(0, FileSystem.Nodes.InUse);
        Assert.Equal(0, FileSystem.Directories.InUse);
        Assert.Equal(0, Transport.InFlight);
        Assert.Equal(0, Server.FidCount);
    }
}

/// <summary>Waiting is being the device: it takes what was posted, asks the server, and answers.</summary>
public sealed class ServedTransport(
    GuestMemory memory, FakeDevice device, Queue queue, ChainBudget budget, PayloadTail[] tails, MemoryServer server)
    : RingTransport(device, queue, budget, tails, queue.Layout.Slots)
{
    /// <summary>Chains that the device takes before it gives up; negative for never.</summary>
    public int BreaksAfter { get; set; } = -1;

    /// <summary>It gives up before the server has seen the message, or after.</summary>
    public bool IsServedFirst { get; set; }

    public bool HasBroken { get; private set; }

    public override RequestWaiter Waiter => field ??= TestWaiter.Serving(Serve);

    public override MessageBuffer AllocateBuffer(int length) => memory.AllocateBuffer(length);

    protected override void Report(PoisonReason reason) => Assert.Equal(PoisonReason.DeviceNeedsReset, reason);

    private void Serve()
    {
        List<Chain> chains = device.TakeAvailable();
        foreach (Chain chain in chains)
        {
            bool isLast = BreaksAfter-- == 0;
            byte[] reply = !isLast || IsServedFirst ? server.Handle(chain.Read(memory)) : [];
            if (isLast)
            {
                HasBroken = true;
                device.IsBroken = true;
                CheckDevice();
                return;
            }

            chain.Write(memory, reply);
            device.Answer(chain, reply.Length);
        }

        Poll();
    }
}
