// COM1 as the app's standard input and output. Behind /dev/console; SerialInterrupt and the readers bring its input in.
namespace Drivers.Serial;

using System;
using Kernel.Abi;
using Vfs;
using Vfs.Device;

public sealed class SerialConsole : CharacterDevice
{
    private const int RingBytes = 4096;

    private readonly Uart16550 _uart;
    private readonly WaitQueue _readers;
    private readonly bool _isEscaped;
    private readonly InputRing _ring = new(RingBytes);
    private EscapedInput _escapedInput;

    // The interrupt is off while the ring is full: the line stays up until the port's bytes are taken, and there is no room for them.
    private bool _wantsInterrupt;
    private bool _isHeldBack;

    /// <param name="uart">Probed. One that is absent has no input and swallows output.</param>
    /// <param name="readers">Where readers sleep.</param>
    /// <param name="isEscaped">Input is framed as <see cref="EscapedInput"/> says (stdin=escaped).</param>
    public SerialConsole(Uart16550 uart, WaitQueue readers, bool isEscaped)
    {
        _uart = uart;
        _readers = readers;
        _isEscaped = isEscaped;
    }

    /// <summary>The input has ended: reads return 0 once everything before has been read. Stays so.</summary>
    public bool IsEnded => _escapedInput.IsEnded || !_uart.IsPresent;

    public override WaitQueue? PollQueue => _readers;

    /// <summary>Lets received bytes interrupt; once the interrupt leads to <see cref="TakeInput"/>.</summary>
    public void EnableInterrupt()
    {
        _wantsInterrupt = true;
        _uart.SetReceiveInterrupt(true);
    }

    /// <summary>Moves what has been received to the ring, as far as there is room, and wakes readers. True when anything came.</summary>
    public bool TakeInput()
    {
        bool any = false;
        while (!_ring.IsFull && !IsEnded && _uart.TryRead(out byte received))
        {
            any = true;
            if (!_isEscaped)
            {
                _ring.Add(received);
            }
            else if (_escapedInput.TryTake(received, out byte value))
            {
                _ring.Add(value);
            }
        }

        if (_wantsInterrupt && !_isHeldBack && (_ring.IsFull || IsEnded))
        {
            _isHeldBack = true;
            _uart.SetReceiveInterrupt(false);
        }

        if (any)
        {
            _readers.WakeAll();
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
                return Deliver(into);
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

    public override Result<int> Write(OpenFile file, IoBuffer from) => SerialOutput.Send(_uart, from);

    public override PollEvents Poll()
    {
        TakeInput();
        return _ring.Count != 0 || IsEnded ? PollEvents.Read | PollEvents.Write : PollEvents.Write;
    }

    private Result<int> Deliver(IoBuffer into)
    {
        int count = 0;
        while (count < into.Length && _ring.Count != 0)
        {
            ReadOnlySpan<byte> next = _ring.Next;
            ReadOnlySpan<byte> part = next.Slice(0, Math.Min(next.Length, into.Length - count));
            Errno error = into.Put(count, part);
            if (error != Errno.None)
            {
                return count == 0 ? error : count;
            }

            _ring.Skip(part.Length);
            count += part.Length;
        }

        if (_isHeldBack && !IsEnded)
        {
            // There is room again: what waits in the port raises the line anew.
            _isHeldBack = false;
            _uart.SetReceiveInterrupt(true);
        }

        return count;
    }
}
