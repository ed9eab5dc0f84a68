// COM1 as the app's standard input and output. Behind /dev/console; SerialInterrupt and the readers bring its input in.
namespace Drivers.Serial;

using System;
using Kernel.Abi;
using Vfs;

public sealed class SerialConsole : ConsoleDevice
{
    private readonly Uart16550 _uart;

    // The interrupt is off while the buffer is full: the line stays up until the port's bytes are taken, and there is no room for them.
    private bool _wantsInterrupt;
    private bool _isHeldBack;

    /// <param name="uart">Probed. One that is absent has no input and swallows output.</param>
    /// <param name="readers">Where readers sleep.</param>
    /// <param name="isEscaped">Input is framed as <see cref="EscapedInput"/> says (stdin=escaped).</param>
    public SerialConsole(Uart16550 uart, WaitQueue readers, bool isEscaped)
        : base(readers, isEscaped)
    {
        _uart = uart;
    }

    public override bool IsEnded => base.IsEnded || !_uart.IsPresent;

    /// <summary>Lets received bytes interrupt; once the interrupt leads to <see cref="ConsoleDevice.TakeInput"/>.</summary>
    public void EnableInterrupt()
    {
        _wantsInterrupt = true;
        _uart.SetReceiveInterrupt(true);
    }

    public override Result<int> Write(OpenFile file, IoBuffer from) => SerialOutput.Send(_uart, from);

    public override int WriteNow(ReadOnlySpan<byte> bytes)
    {
        _uart.Write(bytes);
        return bytes.Length;
    }

    protected override bool Refill()
    {
        bool any = false;
        while (!IsFull && _uart.TryRead(out byte received))
        {
            any = true;
            Receive(received);
        }

        if (_wantsInterrupt && !_isHeldBack && IsFull)
        {
            _isHeldBack = true;
            _uart.SetReceiveInterrupt(false);
        }

        return any;
    }

    protected override void Drained()
    {
        if (_isHeldBack && !IsEnded)
        {
            // There is room again: what waits in the port raises the line anew.
            _isHeldBack = false;
            _uart.SetReceiveInterrupt(true);
        }
    }
}
