// A transport whose requests stay with the server until the test lets them go, and whose callers are killed when it says so.
namespace NinePFs.Tests.Transports;

using System;
using System.Collections.Generic;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Wire;

/// <param name="paths">Tags that are equal modulo this wait behind each other.</param>
/// <param name="isQueue">Like a virtqueue: buffers come back by themselves.</param>
public sealed class FlushTransport(int requestLimit = 16, int paths = 2, bool isQueue = false) : TestTransport(4096, requestLimit)
{
    /// <summary>What the server has, oldest first.</summary>
    public List<Request> Held { get; } = [];

    /// <summary>Requests that the server has not been shown.</summary>
    public List<Request> Unseen { get; } = [];

    /// <summary>Requests that it was told to forget.</summary>
    public List<Request> Forgotten { get; } = [];

    /// <summary>Whoever waits is killed.</summary>
    public bool IsKilled { get; set; } = true;

    /// <summary>What the server does while somebody waits for Rflush or for what follows it; the time is over when it does nothing.</summary>
    public Action? WhileFlushing { get; set; }

    /// <summary>What happens while somebody waits whom nothing interrupts.</summary>
    public Action? WhileWaiting { get; set; }

    /// <summary>What happens while somebody waits for a free slot; nothing: the time is over.</summary>
    public Action? WhileFull { get; set; }

    public Request Flush => Held.Find(request => request.Type == MessageType.Tflush)!;

    public override Errno Submit(Request request)
    {
        if (Poisoned != PoisonReason.None)
        {
            return Errno.EIO;
        }

        request.State = RequestState.Sent;
        Held.Add(request);
        Sent.Add(request.Type);
        return Errno.None;
    }

    public override bool SharesPath(ushort tag, ushort other) => tag % paths == other % paths;

    public override bool Withdraw(Request request) => Unseen.Remove(request) && Held.Remove(request);

    public override bool Forget(Request request)
    {
        Forgotten.Add(request);
        return !isQueue && Held.Remove(request);
    }

    /// <summary>The server answers.</summary>
    public void Answer(Request request, params byte[] body) => Answer(request, (MessageType)(request.Type + 1), body);

    public void Answer(Request request, MessageType type, params byte[] body)
    {
        Held.Remove(request);
        byte[] reply = [(byte)(7 + body.Length), 0, 0, 0, (byte)type, (byte)request.WireTag, (byte)(request.WireTag >> 8), .. body];
        Deliver(request, new Delivery(reply));
    }

    /// <summary>The device hands the buffers back with nothing in them.</summary>
    public void HandBack(Request request)
    {
        Held.Remove(request);
        Requests.Complete(request, 0);
    }

    public override void Poison(PoisonReason reason)
    {
        base.Poison(reason);
        Held.Clear();
    }

    protected override Delivery Answer(ReadOnlySpan<byte> message) => Delivery.Lost;

    protected override Errno Wait(Request request, WaitLimit limit)
    {
        if (limit == WaitLimit.None)
        {
            WhileWaiting!();
        }
        else if (limit == WaitLimit.Patience)
        {
            WhileFlushing?.Invoke();
        }

        return !request.IsDone && limit == WaitLimit.Death && IsKilled ? Errno.EINTR : TestWaiter.ResultOf(request, limit);
    }

    protected override Errno WaitForFree(WaitLimit limit)
    {
        if (WhileFull is null)
        {
            return limit == WaitLimit.Patience ? Errno.ETIMEDOUT : throw new InvalidOperationException("waits for a slot for ever");
        }

        WhileFull();
        return Errno.None;
    }
}
