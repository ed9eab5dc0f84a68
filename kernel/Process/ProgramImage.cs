// Which program was loaded and where: told by /proc/self/exe and by the line that reports a crash. Launch fills it.
namespace Kernel.Process;

using System;
using Kernel.Abi;

/// <summary>The path of the program as it was named, and the range of addresses that it was loaded to.</summary>
public sealed class ProgramImage
{
    private readonly byte[] _path = new byte[Limits.Path];
    private int _length;

    public ReadOnlySpan<byte> Path => ((ReadOnlySpan<byte>)_path).Slice(0, _length);

    /// <summary>First page; what a position-independent program's addresses are counted from.</summary>
    public ulong Start { get; private set; }

    /// <summary>First address after the last page.</summary>
    public ulong End { get; private set; }

    public bool Contains(ulong address) => address >= Start && address < End;

    public void Name(ReadOnlySpan<byte> path)
    {
        _length = Math.Min(path.Length, _path.Length);
        path.Slice(0, _length).CopyTo(_path);
    }

    public void Place(ulong start, ulong end)
    {
        Start = start;
        End = end;
    }
}
