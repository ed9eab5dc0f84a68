// 9P over a TCP connection, as diod speaks it: messages back to back, replies found by their tag.
namespace NinePFs.Tests.Transports;

using System;
using System.Buffers.Binary;
using System.Net.Sockets;
using Kernel.Abi;
using NinePFs;
using NinePFs.Requests;
using NinePFs.Tests.Server;

public sealed class SocketTransport(Socket socket, int messageSize = 64 << 10, int requestLimit = 32) : Transport, IDisposable
{
    private readonly byte[] _frame = new byte[messageSize + 64];
    private readonly byte[] _outgoing = new byte[(messageSize + 64) * requestLimit];
    private int _outgoingLength;

    public override int RequestLimit { get; } = requestLimit;

    public override int MaximumMessageSize { get; } = messageSize;

    public PoisonReason Poisoned { get; private set; }

    public override RequestWaiter Waiter => field ??= new TestWaiter(Wait, WaitForFree);

    public void Dispose() => socket.Dispose();

    public override MessageBuffer AllocateBuffer(int length) => new TestBuffer(length);

    public override Errno Submit(Request request)
    {
        if (Poisoned != PoisonReason.None)
        {
            return Errno.EIO;
        }

        Span<byte> room = _outgoing.AsSpan(_outgoingLength);
        request.Message.Bytes[..request.MessageLength].CopyTo(room);
        _outgoingLength += request.MessageLength;
        if (request.IsPayloadOutgoing)
        {
            request.Payload!.Get(request.PayloadOffset, room.Slice(request.MessageLength, request.PayloadLength));
            _outgoingLength += request.PayloadLength;
        }

        request.State = RequestState.Sent;
        return Errno.None;
    }

    public override void Kick()
    {
        int sent = 0;
        while (sent < _outgoingLength)
        {
            sent += socket.Send(_outgoing.AsSpan(sent, _outgoingLength - sent));
        }

        _outgoingLength = 0;
    }

    public override bool Poll()
    {
        bool isAny = false;
        while (Poisoned == PoisonReason.None && socket.Available > 0)
        {
            TakeFrame();
            isAny = true;
        }

        return isAny;
    }

    public override void Poison(PoisonReason reason)
    {
        Poisoned = reason;
        socket.Close();
        Requests.FailAll(Errno.EIO);
    }

    private Errno Wait(Request request, WaitLimit limit)
    {
        while (!request.IsDone)
        {
            TakeFrame();
        }

        return Errno.None;
    }

    private Errno WaitForFree(WaitLimit limit)
    {
        TakeFrame();
        return Errno.None;
    }

    private void TakeFrame()
    {
        try
        {
            Fill(0, 4);
            int size = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(_frame), (uint)_frame.Length);
            Fill(4, Math.Max(size, 7));
            Deliver(size);
        }
        catch (SocketException)
        {
            Requests.Poison(PoisonReason.DeviceNeedsReset);
        }
    }

    private void Deliver(int size)
    {
        ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(_frame.AsSpan(5));
        Request? request = Requests.FindSent(tag);
        if (request is not null)
        {
            int header = Math.Min(size, request.ReplyHeaderLength);
            _frame.AsSpan(0, header).CopyTo(request.Reply.Bytes);
            int data = Math.Min(size - header, request.ReplyCapacity - request.ReplyHeaderLength);
            request.Payload?.Put(request.PayloadOffset, _frame.AsSpan(header, Math.Max(data, 0)));
        }

        Requests.CompleteByTag(tag, size);
    }

    private void Fill(int from, int to)
    {
        while (from < to)
        {
            int count = socket.Receive(_frame.AsSpan(from, to - from));
            if (count == 0)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            from += count;
        }
    }
}
