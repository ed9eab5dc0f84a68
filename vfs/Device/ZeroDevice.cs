// /dev/zero and /dev/full: endless zeros; one swallows what is written, the other is always full (zero(4), full(4)).
namespace Vfs.Device;

using System;
using Kernel.Abi;

internal sealed class ZeroDevice(bool isFull) : CharacterDevice
{
    /// <summary>A bad page costs at most so many bytes before it.</summary>
    private const int ChunkBytes = 4096;

    public override bool IsSeekable => true;

    public override Result<int> Read(OpenFile file, IoBuffer into)
    {
        for (int done = 0; done < into.Length;)
        {
            int part = Math.Min(ChunkBytes, into.Length - done);
            Errno error = into.Clear(done, part);
            if (error != Errno.None)
            {
                return done != 0 ? done : error;
            }

            done += part;
        }

        return into.Length;
    }

    public override Result<int> Write(OpenFile file, IoBuffer from) => isFull ? Errno.ENOSPC : from.Length;
}
