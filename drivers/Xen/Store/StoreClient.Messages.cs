// How the store's calls travel: a request out, its reply in, events and strays between them. The calls are in StoreClient.Calls.
namespace Drivers.Xen.Store;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;

public sealed partial class StoreClient
{
    // A wake-up can get lost; then everything takes this much longer, in nanoseconds, and works nevertheless.
    private const ulong SlowPoll = 50_000_000;

    private readonly byte[] _request = new byte[StoreHeader.Bytes + LongestPayload];
    private readonly byte[] _headerBytes = new byte[StoreHeader.Bytes];
    private byte[] _payload = new byte[LongestPayload];
    private byte[] _reply = new byte[LongestPayload];
    private StoreHeader _header;
    private int _replyLength;
    private int _headerCount;
    private int _payloadCount;
    private uint _lastRequest;
    private bool _isCalling;
    private bool _isListenerDue;

    /// <summary>Takes in the events that have come. For the port's interrupt, and for whoever looks without one.</summary>
    public void Poll()
    {
        // Inside a call only a panic gets here, and finds a message half read.
        if (_isCalling)
        {
            return;
        }

        while (TakeMessage())
        {
            TakeStray();
        }

        Notify();
    }

    /// <summary>The port has been rung.</summary>
    internal void HandleEvent()
    {
        Poll();
        if (_isListenerDue && !_isCalling)
        {
            _isListenerDue = false;
            Listener?.Handle();
        }
    }

    private Span<byte> Body => _request.AsSpan(StoreHeader.Bytes);

    /// <summary>What the last call was answered.</summary>
    private ReadOnlySpan<byte> Reply => _reply.AsSpan(0, _replyLength);

    /// <summary>Sends a request, whose body is in <see cref="Body"/>, and waits for its <see cref="Reply"/>.</summary>
    private Errno Call(StoreMessageType type, uint transaction, int length)
    {
        if (IsBroken || _isCalling)
        {
            return Errno.EIO;
        }

        _isCalling = true;
        uint request = ++_lastRequest;
        new StoreHeader(type, request, transaction, (uint)length).Write(_request);
        ulong deadline = _wait.Now + Patience;
        Errno error = Send(StoreHeader.Bytes + length, deadline);
        if (error == Errno.None)
        {
            error = Receive(type, request, deadline);
        }

        // One ring of the port may have been for the answer and for events behind it.
        _isCalling = false;
        Poll();
        if (_isListenerDue)
        {
            // Whoever made this call has not read its answer yet.
            _wait.Raise();
        }

        return error;
    }

    private Errno Send(int length, ulong deadline)
    {
        int sent = 0;
        while (true)
        {
            sent += _ring.Write(_request.AsSpan(sent, length - sent));
            Notify();
            if (sent == length)
            {
                return Errno.None;
            }

            // The daemon may not read on before it gets rid of its events.
            while (TakeMessage())
            {
                TakeStray();
            }

            if (!MayWait(deadline))
            {
                return Errno.EIO;
            }

            Pause(deadline);
        }
    }

    private Errno Receive(StoreMessageType type, uint request, ulong deadline)
    {
        while (true)
        {
            while (TakeMessage())
            {
                if (_header.Request == request && _header.Type != StoreMessageType.WatchEvent)
                {
                    byte[] reply = _payload;
                    _payload = _reply;
                    _reply = reply;
                    _replyLength = (int)_header.Length;
                    return _header.Type == type ? Errno.None
                        : _header.Type == StoreMessageType.Error ? StoreErrors.Parse(Reply)
                        : Errno.EIO;
                }

                TakeStray();
                if (!MayWait(deadline))
                {
                    return Errno.EIO;
                }
            }

            Notify();
            if (!MayWait(deadline))
            {
                return Errno.EIO;
            }

            Pause(deadline);
        }
    }

    private void Pause(ulong deadline) => _wait.Wait(Math.Min(deadline, _wait.Now + SlowPoll));

    private bool MayWait(ulong deadline)
    {
        if (_wait.Now >= deadline)
        {
            GiveUp("xenstore: no answer, given up"u8);
        }

        return !IsBroken;
    }

    private void Notify()
    {
        if (_ring.IsCorrupt)
        {
            GiveUp("xenstore: the ring is corrupt, given up"u8);
            return;
        }

        if (_ring.IsNotificationDue)
        {
            _ring.Notified();
            _channel.Notify();
        }
    }

    private void GiveUp(ReadOnlySpan<byte> why)
    {
        if (!IsBroken)
        {
            IsBroken = true;
            Log.Write(LogLevel.Error, why);
        }
    }

    /// <summary>Takes in one message. False while it is not complete.</summary>
    private bool TakeMessage()
    {
        if (IsBroken)
        {
            return false;
        }

        if (_headerCount < StoreHeader.Bytes)
        {
            if (!Fill(_headerBytes, ref _headerCount))
            {
                return false;
            }

            _header = StoreHeader.Read(_headerBytes);
            _payloadCount = 0;
            if (_header.Length > LongestPayload)
            {
                GiveUp("xenstore: a message is too long, given up"u8);
                return false;
            }
        }

        if (!Fill(_payload.AsSpan(0, (int)_header.Length), ref _payloadCount))
        {
            return false;
        }

        _headerCount = 0;
        return true;
    }

    private bool Fill(Span<byte> bytes, ref int count)
    {
        while (count < bytes.Length)
        {
            int more = _ring.Read(bytes.Slice(count));
            if (more == 0)
            {
                return false;
            }

            count += more;
        }

        return true;
    }

    /// <summary>An event, or an answer that nobody waits for.</summary>
    private void TakeStray()
    {
        StoreWatch? watch = _header.Type == StoreMessageType.WatchEvent ? FindWatch(_payload.AsSpan(0, (int)_header.Length)) : null;
        if (watch is null)
        {
            Dropped++;
            return;
        }

        Events++;
        watch.Mark();
        _isListenerDue = Listener is not null;
    }

    /// <summary>Path, NUL, token, NUL.</summary>
    private StoreWatch? FindWatch(ReadOnlySpan<byte> happening)
    {
        int path = happening.IndexOf((byte)0);
        ReadOnlySpan<byte> token = path < 0 ? default : happening.Slice(path + 1);
        int end = token.IndexOf((byte)0);
        return StoreNumber.TryParse(end < 0 ? token : token.Slice(0, end), out uint index)
            && index < _watches.Length && _watches[index].IsInUse
            ? _watches[index]
            : null;
    }
}
