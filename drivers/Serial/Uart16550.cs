// The 16550 serial port (National Semiconductor PC16550D): bytes out by polling, bytes in when there are some.
// SerialConsole and SerialOutput are the devices that apps see.
namespace Drivers.Serial;

using System;

/// <summary>Bytes pass as they are; there is no line discipline.</summary>
public sealed class Uart16550
{
    /// <summary>Bytes in each of the two FIFOs.</summary>
    public const int FifoBytes = 16;

    private const int Data = 0, InterruptEnable = 1, FifoControl = 2, LineControl = 3, ModemControl = 4, LineStatus = 5,
        ModemStatus = 6, Scratch = 7;

    private const int DivisorLow = 0, DivisorHigh = 1;
    private const byte DivisorLatch = 0x80, EightBitsNoParityOneStop = 3;
    private const byte ReceivedDataInterrupt = 1;

    // Enabled, interrupt at 14 bytes: QEMU hands over as many at a time as fit below that level. A byte that waits in the port now
    // is lost, whether the FIFOs are cleared or not.
    private const byte FifoSetting = 0xC1;
    private const byte DataReady = 1, TransmitterEmpty = 0x20;

    // OUT2 connects the interrupt line on a PC.
    private const byte DtrRtsOut2 = 0x0B;
    private const byte LoopbackTest = 0x1A, LoopbackAnswer = 0x90;

    private readonly UartPort _port;

    public Uart16550(UartPort port)
    {
        _port = port;
    }

    public bool IsPresent { get; private set; }

    /// <summary>Finds out whether there is a port, and sets it to 115200 8N1 with FIFOs and no interrupts.</summary>
    /// <returns><see cref="IsPresent"/>.</returns>
    public bool Probe()
    {
        IsPresent = Keeps(0x5A) && Keeps(0xA5) && LoopsBack();
        if (IsPresent)
        {
            _port.Write(InterruptEnable, 0);
            _port.Write(LineControl, DivisorLatch);
            _port.Write(DivisorLow, 1);
            _port.Write(DivisorHigh, 0);
            _port.Write(LineControl, EightBitsNoParityOneStop);
            _port.Write(FifoControl, FifoSetting);
            _port.Write(ModemControl, DtrRtsOut2);
        }

        return IsPresent;
    }

    /// <summary>Sends everything; returns when the port has taken the last byte.</summary>
    /// <remarks>The status is read once for a FIFO's worth. REP OUTSB was measured to be no faster under QEMU's TCG, where each byte
    /// is a system call of the host, 0.6 to 1.3 microseconds, whichever way it comes.</remarks>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (IsPresent && bytes.Length != 0)
        {
            WaitForTransmitter();
            int burst = Math.Min(bytes.Length, FifoBytes);
            for (int i = 0; i < burst; i++)
            {
                _port.Write(Data, bytes[i]);
            }

            bytes = bytes.Slice(burst);
        }
    }

    /// <summary>Takes the next received byte. What is not taken stays with the port, and QEMU reads no more from its side.</summary>
    public bool TryRead(out byte value)
    {
        bool isReady = IsPresent && (_port.Read(LineStatus) & DataReady) != 0;
        value = isReady ? _port.Read(Data) : (byte)0;
        return isReady;
    }

    /// <summary>Whether received bytes raise the port's interrupt line, which then stays up until they are taken.</summary>
    public void SetReceiveInterrupt(bool isOn)
    {
        if (IsPresent)
        {
            _port.Write(InterruptEnable, isOn ? ReceivedDataInterrupt : (byte)0);
        }
    }

    // For as long as it takes: the reader on the host may be slow, and what an app wrote must not get lost.
    private void WaitForTransmitter()
    {
        while ((_port.Read(LineStatus) & TransmitterEmpty) == 0)
        {
        }
    }

    private bool Keeps(byte pattern)
    {
        _port.Write(Scratch, pattern);
        return _port.Read(Scratch) == pattern;
    }

    // In loopback the modem's outputs come back as its inputs: RTS as CTS, OUT2 as DCD.
    private bool LoopsBack()
    {
        _port.Write(ModemControl, LoopbackTest);
        bool isGood = (_port.Read(ModemStatus) & 0xF0) == LoopbackAnswer;
        _port.Write(ModemControl, DtrRtsOut2);
        return isGood;
    }
}
