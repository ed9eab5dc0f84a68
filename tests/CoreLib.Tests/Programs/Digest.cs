// A number that stands for everything a program saw.
namespace Sample;

public struct Digest
{
    public ulong Value;

    public void Add(long seen) => Value = (Value ^ (ulong)seen) * 0x100000001B3 + 7;

    public void Add(bool seen) => Add(seen ? 1 : 2);

    public void Add(scoped System.ReadOnlySpan<byte> seen)
    {
        foreach (byte b in seen)
        {
            Add(b);
        }
    }
}
