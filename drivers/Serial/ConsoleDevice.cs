// A console as standard input and output: buffers what comes, undoes its framing, lets readers sleep. SerialConsole and Xen's
// PvConsole are the two; both are behind /dev/console.
namespace Drivers.Serial;

using System;
using Kernel.Abi;
using Vfs;
using Vfs.Device;

public abstract class ConsoleDevice : LineDevice
{
    private const int RingBytes = 4096;

    private readonly WaitQueue _readers;
    private readonly bool _isEscaped;
    private readonly InputRing _ring = new(RingBytes);
    private EscapedInput _escapedInput;

    /// <param name="readers">Where readers sleep.</param>
    /// <param name="isEscaped">Input is framed as <see cref="EscapedInput"/> says (stdin=escaped).</param>
    protected ConsoleDevice(WaitQueue readers, bool isEscaped)
    {
        _readers = readers;
        _isEscaped = isEscaped;
    }

    /// <summary>The input has ended: reads return 0 once everything before has been read. Stays so.</summary>
    public virtual bool IsEnded => _escapedInput.IsEnded;

    public override WaitQueue? PollQueue => _readers;

    /// <summary>Whether there is no room, or no use, for another byte.</summary>
    protected bool IsFull => (Sink == null && _ring.IsFull) || IsEnded;

    /// <summary>Bytes that <see cref="Receive"/> takes for certain.</summary>
    protected int Room => RingBytes - _ring.Count;

    /// <summary>Moves what has been received to the buffer, as far as there is room, and wakes readers. True when anything came.</summary>
    public override bool TakeInput()
    {
        bool any = Refill();
        if (any)
        {
            _readers.Announce(PollEvents.Read | (IsEnded ? PollEvents.HangUp : PollEvents.None));
        }

        return any;
    }

    public override Result<int> Read(OpenFile file, IoBuffer into)
    {
        while (true)
        {
            TakeInput();
            if (_ring.Count != 0)
            {
                Result<int> delivered = Deliver(into);
                if (delivered.IsError || delivered.Value != 0)
                {
                    return delivered;
                }

                continue;
            }

            if (IsEnded)
            {
                return 0;
            }

            if (file.IsNonBlocking)
            {
                return Errno.EAGAIN;
            }

            Errno error = _readers.Wait();
            if (error != Errno.None)
            {
                return error;
            }
        }
    }

    public override PollEvents Poll()
    {
        TakeInput();
        return (_ring.Count != 0 ? PollEvents.Read : PollEvents.None) | (IsEnded ? PollEvents.HangUp : PollEvents.None)
            | (IsWritable ? PollEvents.Write : PollEvents.None);
    }

    /// <summary>Of what a pipe answers: how much there is to read.</summary>
    public override Errno Control(uint request, Span<byte> argument)
    {
        TakeInput();
        return ControlRequest.AnswerReadable(request, argument, _ring.Count);
    }

    /// <summary>Whether a write would not sleep.</summary>
    protected virtual bool IsWritable => true;

    /// <summary>Hands what has come to <see cref="Receive"/> until <see cref="IsFull"/>. True when anything came.</summary>
    protected abstract bool Refill();

    /// <summary>A reader has made room.</summary>
    protected virtual void Drained()
    {
    }

    /// <summary>Takes one byte off the line, unless <see cref="IsFull"/>.</summary>
    protected void Receive(byte received)
    {
        byte value = received;
        if (_isEscaped && !_escapedInput.TryTake(received, out value))
        {
            if (_escapedInput.IsEnded)
            {
                Sink?.End();
            }
            else if (_escapedInput.HasWindow)
            {
                Sink?.Resize(_escapedInput.Columns, _escapedInput.Rows);
            }

            return;
        }

        if (Sink != null)
        {
            Sink.Take(value);
        }
        else
        {
            _ring.Add(value);
        }
    }

    private Result<int> Deliver(IoBuffer into)
    {
        // A page fault may let other readers run, so it comes before the look at what there is.
        Result<int> pinned = into.Pin(0, Math.Min(into.Length, _ring.Count));
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        int count = 0;
        Errno error = Errno.None;
        while (count < pinned.Value && _ring.Count != 0 && error == Errno.None)
        {
            ReadOnlySpan<byte> next = _ring.Next;
            ReadOnlySpan<byte> part = next.Slice(0, Math.Min(next.Length, pinned.Value - count));
            error = into.Put(count, part);
            if (error == Errno.None)
            {
                _ring.Skip(part.Length);
                count += part.Length;
            }
        }

        into.Unpin(0, pinned.Value);
        Drained();
        return count == 0 ? error : count;
    }
}
