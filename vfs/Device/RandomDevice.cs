// /dev/random and /dev/urandom, which are the same and never block (random(4)); what is written is thrown away.
namespace Vfs.Device;

using System;
using Kernel.Abi;

internal sealed class RandomDevice(EntropySource entropy) : CharacterDevice
{
    public override bool IsSeekable => true;

    public override Result<int> Read(OpenFile file, IoBuffer into)
    {
        Span<byte> block = stackalloc byte[256];
        for (int done = 0; done < into.Length;)
        {
            Span<byte> part = block[..Math.Min(block.Length, into.Length - done)];
            entropy.Fill(part);
            Errno error = into.Put(done, part);
            if (error != Errno.None)
            {
                return done != 0 ? done : error;
            }

            done += part.Length;
        }

        return into.Length;
    }

    public override Result<int> Write(OpenFile file, IoBuffer from) => from.Length;
}
