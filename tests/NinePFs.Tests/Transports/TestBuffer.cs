// Message memory of the test transports: an array.
namespace NinePFs.Tests.Transports;

using System;

public sealed class TestBuffer(int length) : MessageBuffer
{
    private readonly byte[] _bytes = new byte[length];

    public override Span<byte> Bytes => _bytes;

    public override ulong Address => 0;
}
