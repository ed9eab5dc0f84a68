// Which program was loaded and where: told by /proc/self and by the line that reports a crash. Launch fills it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Vfs;

/// <summary>The path of the program as it was named, its file, and the addresses that it was loaded to.</summary>
public sealed class ProgramImage
{
    private readonly byte[] _path = new byte[Limits.Path];
    private int _length;
    private ElfImage? _image;
    private ulong _bias;

    public ReadOnlySpan<byte> Path => ((ReadOnlySpan<byte>)_path).Slice(0, _length);

    /// <summary>The name that the program was opened by, borrowed; null when nothing was loaded.</summary>
    public Dentry? Executable { get; private set; }

    /// <summary>First page; what a position-independent program's addresses are counted from.</summary>
    public ulong Start => _image == null ? 0 : _image.FirstPage + _bias;

    /// <summary>First address after the last page.</summary>
    public ulong End => _image == null ? 0 : _image.PageEnd + _bias;

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

    /// <param name="image">Kept, so it must not change any more.</param>
    /// <param name="bias">What is added to the addresses in the file.</param>
    public void Place(ElfImage image, ulong bias)
    {
        _image = image;
        _bias = bias;
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

    /// <summary>Where in the file the page at an address of the program comes from; 0 outside of it.</summary>
    public ulong FileOffsetOf(ulong address)
    {
        for (int index = 0; _image != null && index < _image.SegmentCount; index++)
        {
            ref readonly ElfSegment segment = ref _image.SegmentAt(index);
            if (address - _bias >= segment.FirstPage && address - _bias < segment.PageEnd)
            {
                return segment.FileOffset - (segment.Address - segment.FirstPage) + (address - _bias - segment.FirstPage);
            }
        }

        return 0;
    }

    /// <summary>The process is gone.</summary>
    public void Close()
    {
        Executable?.Release();
        Executable = null;
    }
}
