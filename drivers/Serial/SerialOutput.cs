// A serial port that an app only writes to: COM2 as standard error. Behind /dev/stderr; SerialConsole writes the same way.
namespace Drivers.Serial;

using System;
using Kernel.Abi;
using Vfs;
using Vfs.Device;

public sealed class SerialOutput : CharacterDevice
{
    // Off the stack of the syscall that writes.
    private const int ChunkBytes = 512;

    private readonly Uart16550 _uart;

    public SerialOutput(Uart16550 uart)
    {
        _uart = uart;
    }

    /// <inheritdoc/>
    /// <returns>Always 0: there is nothing to read.</returns>
    public override Result<int> Read(OpenFile file, IoBuffer into) => 0;

    public override Result<int> Write(OpenFile file, IoBuffer from) => Send(_uart, from);

    public override PollEvents Poll() => PollEvents.Write;

    /// <summary>Sends a buffer to a port. EFAULT only if its first chunk is bad: what was sent before a bad page counts.</summary>
    internal static Result<int> Send(Uart16550 uart, IoBuffer from)
    {
        Span<byte> chunk = stackalloc byte[ChunkBytes];
        int sent = 0;
        while (sent < from.Length)
        {
            Span<byte> part = chunk.Slice(0, Math.Min(ChunkBytes, from.Length - sent));
            Errno error = from.Get(sent, part);
            if (error != Errno.None)
            {
                return sent == 0 ? error : sent;
            }

            uart.Write(part);
            sent += part.Length;
        }

        return sent;
    }
}
