// The pieces that readv(2), writev(2), sendmsg(2) and recvmsg(2) transfer, in an array of the app's that is read anew each time.
// VectorSyscalls and MessageSyscalls go through it.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Memory;
using Vfs;

internal readonly struct IoVectors(UserMemory memory, ulong address, ulong count)
{
    /// <summary>UIO_MAXIOV.</summary>
    private const ulong Most = 1024;

    private const ulong EntryLength = 16;

    public ulong Count => count;

    /// <summary>More of them than one call may have: EINVAL or EMSGSIZE.</summary>
    public bool AreTooMany => count > Most;

    public Errno Read(ulong index, out IoVector piece) => memory.Read(address + (index * EntryLength), out piece);

    /// <summary>The sum of the lengths, at most what one call moves. All of them are looked at before anything moves.</summary>
    /// <returns>EINVAL for a negative length, EFAULT.</returns>
    public Result<long> Measure()
    {
        ulong total = 0;
        for (ulong index = 0; index < count; index++)
        {
            Errno error = Read(index, out IoVector piece);
            if (error != Errno.None || (long)piece.Length < 0)
            {
                return error != Errno.None ? error : Errno.EINVAL;
            }

            total = Math.Min(total + piece.Length, FileSyscalls.LargestTransfer);
        }

        return (long)total;
    }

    /// <summary>Copies what is to be written from the pieces into a buffer, or what was read from there into the pieces.</summary>
    /// <param name="length">Bytes of the buffer.</param>
    /// <param name="done">Bytes copied, also when an error ended it.</param>
    public Errno Copy(KernelBuffer buffer, int length, out int done)
    {
        done = 0;
        for (ulong index = 0; index < count && done < length; index++)
        {
            Errno error = Read(index, out IoVector piece);
            int part = (int)Math.Min(piece.Length, (ulong)(length - done));
            if (error == Errno.None)
            {
                Span<byte> bytes = buffer.Bytes.Slice(done, part);
                error = buffer.Direction == IoDirection.ToFile ? memory.CopyIn(piece.Address, bytes) : memory.CopyOut(piece.Address, bytes);
            }

            if (error != Errno.None)
            {
                return error;
            }

            done += part;
        }

        return Errno.None;
    }
}
