// Which program was loaded and where: told by /proc/self and by the line that reports a crash. ProgramStart fills it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Vfs;

/// <summary>The path of the program as it was named, its file, and the addresses that it was loaded to.</summary>
public sealed class ProgramImage
{
    private readonly byte[] _path = new byte[Limits.Path];
    private int _length;

    public ReadOnlySpan<byte> Path => ((ReadOnlySpan<byte>)_path).Slice(0, _length);

    /// <summary>The name that the program was opened by, borrowed; null when nothing was loaded.</summary>
    public Dentry? Executable { get; private set; }

    /// <summary>First page; what a position-independent program's addresses are counted from.</summary>
    public ulong Start { get; private set; }

    /// <summary>First address after the last page.</summary>
    public ulong End { get; private set; }

    /// <summary>First byte of the instructions, and the first byte after them.</summary>
    public ulong CodeStart { get; private set; }

    public ulong CodeEnd { get; private set; }

    /// <summary>What RSP was at the program's first instruction; 0 before.</summary>
    public ulong StackPointer { get; set; }

    public bool Contains(ulong address) => address >= Start && address < End;

    /// <param name="path">As the command line has it.</param>
    /// <param name="executable">Held until <see cref="Close"/>.</param>
    public void Name(ReadOnlySpan<byte> path, Dentry? executable)
    {
        _length = Math.Min(path.Length, _path.Length);
        path.Slice(0, _length).CopyTo(_path);
        executable?.Acquire();
        Executable = executable;
    }

    /// <param name="bias">What is added to the addresses in the file.</param>
    public void Place(ElfImage image, ulong bias)
    {
        Start = image.FirstPage + bias;
        End = image.PageEnd + bias;
        CodeEnd = 0;
        CodeStart = ulong.MaxValue;
        for (int index = 0; index < image.SegmentCount; index++)
        {
            ref readonly ElfSegment segment = ref image.SegmentAt(index);
            if (segment.IsExecutable)
            {
                CodeStart = Math.Min(CodeStart, segment.Address + bias);
                CodeEnd = Math.Max(CodeEnd, segment.Address + segment.FileSize + bias);
            }
        }
    }

    /// <summary>The process is gone.</summary>
    public void Close()
    {
        Executable?.Release();
        Executable = null;
    }
}
