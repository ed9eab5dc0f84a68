// A transport whose server lives in the same thread: requests queue at Submit and are answered at Poll. Counts everything.
namespace NinePFs.Tests.Transports;

using System;
using System.Collections.Generic;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Tests.Server;
using NinePFs.Wire;

public abstract class TestTransport(int messageSize = 512 << 10, int requestLimit = 64) : Transport
{
    private readonly List<Request> _queue = new(256);
    private readonly byte[] _message = new byte[messageSize];
    private bool _isPolling;

    public override int RequestLimit { get; } = requestLimit;

    public override int MaximumMessageSize { get; } = messageSize;

    /// <summary>Types of all messages sent, in order.</summary>
    public List<MessageType> Sent { get; } = new(4096);

    public int Kicks { get; private set; }

    /// <summary>Bytes that answering has allocated in this thread: not the client's.</summary>
    public long ServerAllocated { get; private set; }

    public PoisonReason Poisoned { get; private set; }

    /// <summary>When set, the queue is answered in random order.</summary>
    public Random? Shuffle { get; set; }

    /// <summary>The last wait came to nothing: a real thread would sleep for ever.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Messages of a type since <see cref="Forget"/>.</summary>
    public int CountOf(MessageType type) => Sent.FindAll(sent => sent == type).Count;

    public void Forget() => Sent.Clear();

    public override RequestWaiter Waiter => field ??= new TestWaiter(Wait, WaitForFree) { IsKilled = () => IsCallerKilled };

    /// <param name="message">The T-message with its data; valid during the call only.</param>
    protected abstract Delivery Answer(ReadOnlySpan<byte> message);

    public override MessageBuffer AllocateBuffer(int length) => new TestBuffer(length);

    public override Errno Submit(Request request)
    {
        if (Poisoned != PoisonReason.None)
        {
            return Errno.EIO;
        }

        if (_isPolling)
        {
            throw new InvalidOperationException("submitted from within Poll");
        }

        request.State = RequestState.Sent;
        _queue.Add(request);
        Sent.Add((MessageType)request.Message.Bytes[4]);
        return Errno.None;
    }

    public override void Kick() => Kicks++;

    public override bool Poll()
    {
        bool isAny = false;
        _isPolling = true;
        while (_queue.Count != 0)
        {
            int index = Shuffle?.Next(_queue.Count) ?? 0;
            Request request = _queue[index];
            _queue.RemoveAt(index);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Delivery delivery = Answer(Gather(request));
            ServerAllocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Deliver(request, delivery);
            isAny = true;
        }

        _isPolling = false;
        return isAny;
    }

    /// <summary>The device comes up again after a reset.</summary>
    public bool CanRestart { get; set; }

    /// <summary>The device confirms that it has let go of memory.</summary>
    public bool LetsGo { get; set; } = true;

    public int Restarts { get; private set; }

    public override void Poison(PoisonReason reason)
    {
        Poisoned = reason;
        _queue.Clear();
        Requests.FailAll(Errno.EIO, isQuarantined: !LetsGo);
    }

    public override Errno Restart()
    {
        Restarts++;
        if (!CanRestart || !LetsGo)
        {
            return Errno.EIO;
        }

        Poisoned = PoisonReason.None;
        return Errno.None;
    }

    protected virtual bool IsCallerKilled => false;

    protected virtual Errno Wait(Request request, WaitLimit limit)
    {
        Poll();
        return TestWaiter.ResultOf(request, limit);
    }

    protected virtual Errno WaitForFree(WaitLimit limit)
    {
        if (!Poll())
        {
            IsStuck = true;
            throw new InvalidOperationException("nothing in flight: the wait for a free request would never end");
        }

        return Errno.None;
    }

    /// <summary>Puts a reply where the device would: the header room first, then the payload.</summary>
    protected void Deliver(Request request, Delivery delivery)
    {
        if (ReferenceEquals(delivery, Delivery.Silence))
        {
            return;
        }

        if (delivery.Bytes is null)
        {
            Requests.Fail(request, Errno.EIO);
            return;
        }

        ReadOnlySpan<byte> bytes = delivery.Bytes;
        int header = Math.Min(bytes.Length, request.ReplyHeaderLength);
        bytes[..header].CopyTo(request.Reply.Bytes);
        ReadOnlySpan<byte> data = bytes[header..];
        data = data[..Math.Min(data.Length, request.ReplyCapacity - request.ReplyHeaderLength)];
        if (!data.IsEmpty && request.Payload!.Put(request.PayloadOffset, data) != Errno.None)
        {
            throw new InvalidOperationException("a pinned range faulted");
        }

        Requests.Complete(request, delivery.Claimed ?? bytes.Length);
    }

    private ReadOnlySpan<byte> Gather(Request request)
    {
        request.Message.Bytes[..request.MessageLength].CopyTo(_message);
        int length = request.MessageLength;
        if (request.IsPayloadOutgoing)
        {
            if (request.Payload!.Get(request.PayloadOffset, _message.AsSpan(length, request.PayloadLength)) != Errno.None)
            {
                throw new InvalidOperationException("a pinned range faulted");
            }

            length += request.PayloadLength;
        }

        return _message.AsSpan(0, length);
    }
}
