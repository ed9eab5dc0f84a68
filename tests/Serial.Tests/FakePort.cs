// A 16550 as QEMU emulates it: FIFOs of 16, scratch, loopback, the receive interrupt line, and a peer that backs off.
namespace Serial.Tests;

using System;
using System.Collections.Generic;
using Drivers.Serial;

public sealed class FakePort : UartPort
{
    private readonly byte[] _registers = new byte[8];
    private readonly Queue<byte> _fifo = new();
    private readonly Queue<byte> _peer = new();

    public bool IsAbsent { get; set; }

    /// <summary>The transmitter becomes empty after so many reads of the status.</summary>
    public int ReadsUntilEmpty { get; set; }

    public List<byte> Sent { get; } = [];

    public int StatusReads { get; private set; }

    /// <summary>Bytes written without asking the status in between, at most.</summary>
    public int LongestBurst { get; private set; }

    public int Divisor { get; private set; }

    public int BytesAtPeer => _peer.Count;

    public bool IsLineUp => (_registers[1] & 1) != 0 && _fifo.Count != 0;

    private int Burst { get; set; }

    private bool IsDivisorLatched => (_registers[3] & 0x80) != 0;

    public void Receive(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            _peer.Enqueue(value);
        }

        Fill();
    }

    public override byte Read(int register)
    {
        if (IsAbsent)
        {
            return 0xFF;
        }

        switch (register)
        {
            case 0 when !IsDivisorLatched:
                if (!_fifo.TryDequeue(out byte value))
                {
                    throw new InvalidOperationException("read without data");
                }

                Fill();
                return value;
            case 5:
                StatusReads++;
                Burst = 0;
                return (byte)((StatusReads <= ReadsUntilEmpty ? 0 : 0x60) | (_fifo.Count != 0 ? 1 : 0));
            case 6:
                int control = _registers[4];
                return (byte)((control & 0x10) == 0 ? 0xB0 : ((control & 2) << 3) | ((control & 1) << 5) | ((control & 0x0C) << 4));
            default:
                return _registers[register];
        }
    }

    public override void Write(int register, byte value)
    {
        if (register == 0 && IsDivisorLatched)
        {
            Divisor = (Divisor & 0xFF00) | value;
        }
        else if (register == 1 && IsDivisorLatched)
        {
            Divisor = (Divisor & 0xFF) | (value << 8);
        }
        else if (register == 0)
        {
            Sent.Add(value);
            LongestBurst = Math.Max(LongestBurst, ++Burst);
        }
        else
        {
            _registers[register] = value;
        }
    }

    private void Fill()
    {
        while (_fifo.Count < Uart16550.FifoBytes && _peer.TryDequeue(out byte value))
        {
            _fifo.Enqueue(value);
        }
    }
}
