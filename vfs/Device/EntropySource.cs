// Where random bytes come from: /dev/urandom, getrandom(2) and AT_RANDOM; the kernel implements it over the processor's generator.
namespace Vfs.Device;

using System;

public abstract class EntropySource
{
    public abstract void Fill(Span<byte> bytes);
}
