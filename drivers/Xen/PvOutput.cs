// Output to a PV console that sleeps while its ring is full: standard error, and the writing half of PvConsole.
namespace Drivers.Xen;

using System;
using Kernel.Abi;
using Vfs;
using Vfs.Device;

public sealed class PvOutput : CharacterDevice
{
    // Off the stack of the syscall that writes.
    private const int ChunkBytes = 512;

    private readonly ConsoleRing _ring;
    private readonly WaitQueue _writers;
    private int _waiting;

    /// <param name="writers">Where writers sleep.</param>
    public PvOutput(ConsoleRing ring, WaitQueue writers)
    {
        _ring = ring;
        _writers = writers;
    }

    public override WaitQueue? PollQueue => _writers;

    /// <summary>Whether anybody sleeps for room: then somebody has to look from time to time whether the other side still lives.</summary>
    public bool IsWaitedFor => _waiting != 0;

    /// <summary>The console's event: there may be room again.</summary>
    public void WakeWriters()
    {
        if (_ring.Room != 0)
        {
            _writers.WakeAll();
        }
    }

    /// <summary>Wakes writers if nobody will ever make room for them.</summary>
    public void CheckReader()
    {
        if (_ring.IsAbandoned)
        {
            _writers.WakeAll();
        }
    }

    /// <inheritdoc/>
    /// <returns>Always 0: there is nothing to read.</returns>
    public override Result<int> Read(OpenFile file, IoBuffer into) => 0;

    /// <summary>
    /// Sends everything, unless the opening does not wait, a signal ends the sleep, or the other side is gone (EIO): then what was sent
    /// until then counts.
    /// </summary>
    public override Result<int> Write(OpenFile file, IoBuffer from)
    {
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        int sent = 0;
        while (sent < from.Length)
        {
            Span<byte> part = chunk.Slice(0, Math.Min(ChunkBytes, from.Length - sent));
            Errno error = from.Get(sent, part);
            while (error == Errno.None && !part.IsEmpty)
            {
                int count = _ring.Write(part);
                part = part.Slice(count);
                sent += count;
                if (!part.IsEmpty)
                {
                    error = file.IsNonBlocking ? Errno.EAGAIN : AwaitRoom();
                }
            }

            if (error != Errno.None)
            {
                return sent == 0 ? error : sent;
            }
        }

        return sent;
    }

    public override PollEvents Poll() => _ring.Room != 0 ? PollEvents.Write : default;

    private Errno AwaitRoom()
    {
        if (_ring.IsAbandoned)
        {
            return Errno.EIO;
        }

        _waiting++;
        Errno error = _writers.Wait();
        _waiting--;
        return error;
    }
}
