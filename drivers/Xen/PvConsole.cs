// The domain's PV console as the app's standard input and output. Behind /dev/console; the console's event brings its input in.
namespace Drivers.Xen;

using System;
using Drivers.Serial;
using Kernel.Abi;
using Vfs;

public sealed class PvConsole : ConsoleDevice
{
    private const int ChunkBytes = 256;

    private readonly ConsoleRing _ring;
    private readonly PvOutput _output;

    /// <param name="readers">Where readers sleep.</param>
    /// <param name="output">Takes what is written.</param>
    /// <param name="isEscaped">Input is framed as <see cref="EscapedInput"/> says (stdin=escaped).</param>
    public PvConsole(ConsoleRing ring, WaitQueue readers, PvOutput output, bool isEscaped)
        : base(readers, isEscaped)
    {
        _ring = ring;
        _output = output;
    }

    public override Result<int> Write(OpenFile file, IoBuffer from) => _output.Write(file, from);

    public override WaitQueue? Writers => _output.PollQueue;

    public override int WriteNow(ReadOnlySpan<byte> bytes) => _ring.Write(bytes);

    protected override bool IsWritable => _ring.Room != 0;

    /// <summary>What does not fit stays in the ring, and the other side stops sending; a reader comes back for it.</summary>
    protected override bool Refill()
    {
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        bool any = false;
        while (!IsFull)
        {
            int count = _ring.Read(chunk.Slice(0, Math.Min(chunk.Length, Room)));
            if (count == 0)
            {
                break;
            }

            any = true;
            for (int i = 0; i < count; i++)
            {
                Receive(chunk[i]);
            }
        }

        return any;
    }
}
