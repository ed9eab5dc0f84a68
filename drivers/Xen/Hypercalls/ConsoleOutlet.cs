// The end of a console's ring that the log writes to: it waits for room without a thread that could sleep. XenLink has one or two.
namespace Drivers.Xen.Hypercalls;

using System;

public sealed class ConsoleOutlet
{
    // xenconsoled looks after a domain that writes a lot only every 200 ms.
    private const ulong Step = 50_000_000;

    /// <summary>
    /// Steps without progress after which nobody is taken to be there: 10 s, and half a second in a panic. One who was there and has gone
    /// is not waited for.
    /// </summary>
    private const int Patience = 200, PanicPatience = 10;

    private readonly ConsoleRing _ring;
    private readonly XenEventChannel _channel;
    private readonly XenClock _clock;
    private bool _isDead;

    /// <param name="channel">That of the ring.</param>
    public ConsoleOutlet(ConsoleRing ring, XenEventChannel channel, XenClock clock)
    {
        _ring = ring;
        _channel = channel;
        _clock = clock;
    }

    /// <summary>Whoever read it is gone. Asking leaves the VM.</summary>
    public bool IsAbandoned => _ring.IsAbandoned;

    public void Write(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int count = _ring.Write(text);
            _isDead &= count == 0;
            text = text.Slice(count);
            if (text.IsEmpty || _isDead)
            {
                return;
            }

            // Somebody who has not taken a byte for long is not waited for again before he does.
            _isDead = !AwaitProgress(Patience);
        }
    }

    /// <summary>Waits until the other side has taken everything, or nobody is there.</summary>
    public void Drain(bool isPatient)
    {
        while (!_ring.IsDrained && AwaitProgress(isPatient ? Patience : PanicPatience))
        {
        }
    }

    /// <summary>Waits until the other side has taken something. False when it did not for long.</summary>
    private bool AwaitProgress(int patience)
    {
        _ring.Remind();
        uint waiting = _ring.Waiting;
        for (int step = 0; step < patience && _ring.Waiting == waiting && !_ring.IsAbandoned; step++)
        {
            // The event is looked for first, then the ring: what comes in between ends the wait at once.
            _channel.BeginWait();
            if (_ring.Waiting == waiting)
            {
                _channel.Wait(_clock.Nanoseconds + Step);
            }
        }

        // The wait may have used up an event for somebody else.
        _channel.Raise();
        return _ring.Waiting != waiting;
    }
}
