// The two rings of a PV console (xen/include/public/io/console.h): bytes to the other side and bytes from it.
// PvConsole and PvOutput are the devices that apps see, ConsoleOutlet writes the log.
namespace Drivers.Xen;

using System;

/// <summary>
/// Our own indices are kept here and never read back. The other side's are read once a call; one that cannot be, or goes back, makes
/// the ring swallow output and find no input, for nothing that it says then means anything.
/// </summary>
public sealed class ConsoleRing
{
    public const int InputBytes = 1024, OutputBytes = 2048;

    private const int Input = 0, Output = 1024, InputConsumed = 3072, InputProduced = 3076, OutputConsumed = 3080, OutputProduced = 3084;

    private readonly SharedMemory _page;
    private readonly EventChannel _channel;
    private uint _inputConsumed;
    private uint _outputProduced;
    private uint _outputConsumed;
    private bool _hadPeer;

    /// <param name="page">One page. Its indices may have any values: somebody may have used it before us.</param>
    /// <param name="channel">Rings the other side.</param>
    public ConsoleRing(SharedMemory page, EventChannel channel)
    {
        _page = page;
        _channel = channel;
        _inputConsumed = page.ReadUInt32(InputConsumed);
        _outputProduced = page.ReadUInt32(OutputProduced);
        _outputConsumed = page.ReadUInt32(OutputConsumed);
    }

    public EventChannel Channel => _channel;

    /// <summary>Bytes that <see cref="Write"/> would take now.</summary>
    public int Room
    {
        get
        {
            uint waiting = Waiting;
            return waiting > OutputBytes ? OutputBytes : OutputBytes - (int)waiting;
        }
    }

    /// <summary>The other side has taken everything.</summary>
    public bool IsDrained => Waiting is 0 or > OutputBytes;

    /// <summary>Bytes that the other side has not taken yet; more than <see cref="OutputBytes"/> when what it says cannot be.</summary>
    public uint Waiting
    {
        get
        {
            uint waiting = _outputProduced - _page.ReadUInt32(OutputConsumed);
            if (waiting > _outputProduced - _outputConsumed)
            {
                // It has taken these bytes before. Whoever waits for progress would wait for ever.
                return uint.MaxValue;
            }

            _outputConsumed = _outputProduced - waiting;
            return waiting;
        }
    }

    /// <summary>
    /// Somebody was on the other side and is gone: what is in the ring will not be taken before he is back. Xen has to be asked, for a
    /// process that was killed says nothing.
    /// </summary>
    public bool IsAbandoned
    {
        get
        {
            bool isConnected = _channel.IsConnected;
            _hadPeer |= isConnected;
            return _hadPeer && !isConnected;
        }
    }

    /// <summary>Sends what there is room for, and returns how much that was.</summary>
    public int Write(ReadOnlySpan<byte> from)
    {
        uint waiting = Waiting;
        if (waiting > OutputBytes)
        {
            return from.Length;
        }

        int count = Math.Min(from.Length, OutputBytes - (int)waiting);
        if (count == 0)
        {
            return 0;
        }

        // The other side is done with these bytes: it must have read them before we write over them.
        SharedMemory.Barrier();
        int start = (int)(_outputProduced % OutputBytes);
        int first = Math.Min(count, OutputBytes - start);
        _page.Write(Output + start, from.Slice(0, first));
        _page.Write(Output, from.Slice(first, count - first));
        uint before = _outputProduced;
        _outputProduced += (uint)count;
        _page.WriteUInt32(OutputProduced, _outputProduced);
        SharedMemory.Barrier();
        if (_page.ReadUInt32(OutputConsumed) == before)
        {
            _channel.Notify();
        }

        return count;
    }

    /// <summary>The other side has rung.</summary>
    public void Rung()
    {
        _hadPeer = true;
        Remind();
    }

    /// <summary>
    /// Rings the other side if it has not taken everything: when it rings us, and before somebody waits for it. For <see cref="Write"/>
    /// does not as long as the other side is still busy with earlier bytes: xenconsoled stops looking at a domain that rings 30 times
    /// in 200 ms, and it rings back whenever it has taken something.
    /// </summary>
    public void Remind()
    {
        if (!IsDrained)
        {
            _channel.Notify();
        }
    }

    /// <summary>Takes what has come, as far as it fits, and returns how much that was.</summary>
    public int Read(Span<byte> into)
    {
        uint produced = _page.ReadUInt32(InputProduced);
        uint available = produced - _inputConsumed;
        if (available > InputBytes)
        {
            return 0;
        }

        int count = Math.Min(into.Length, (int)available);
        if (count == 0)
        {
            return 0;
        }

        int start = (int)(_inputConsumed % InputBytes);
        int first = Math.Min(count, InputBytes - start);
        _page.Read(Input + start, into.Slice(0, first));
        _page.Read(Input, into.Slice(first, count - first));

        // The bytes are read before the other side may write over them.
        SharedMemory.Barrier();
        _inputConsumed += (uint)count;
        _page.WriteUInt32(InputConsumed, _inputConsumed);
        _channel.Notify();
        return count;
    }
}
