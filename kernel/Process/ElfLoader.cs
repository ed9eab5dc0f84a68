// Maps a program that ElfImage has checked, so that its pages are read when they are touched; ProgramStart calls it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Vfs;

/// <summary>The headers come from the file's cached pages, which the program finds there when it touches them.</summary>
public sealed unsafe class ElfLoader
{
    /// <summary>Where Linux puts position-independent programs without randomisation (ELF_ET_DYN_BASE).</summary>
    private const ulong PositionIndependentBase = 0x5555_5555_4000;

    private const int HeadLength = 4096;

    private readonly AddressSpace _addressSpace;
    private readonly byte[] _head = new byte[HeadLength];
    private int _headLength;

    public ElfLoader(AddressSpace addressSpace)
    {
        _addressSpace = addressSpace;
    }

    /// <summary>The first bytes of the file whose headers were read last.</summary>
    public ReadOnlySpan<byte> Head => ((ReadOnlySpan<byte>)_head).Slice(0, _headLength);

    /// <summary>Reads and checks the headers.</summary>
    /// <returns>The errno of a read that failed; otherwise None, and <paramref name="problem"/> tells.</returns>
    public Errno ReadHeaders(OpenFile file, in Attributes attributes, ElfImage image, out ElfProblem problem)
    {
        problem = ElfProblem.None;
        Errno error = _addressSpace.Files.Open(file, in attributes);
        Result<int> head = error == Errno.None ? ReadHead(file, 0) : error;
        if (head.IsError)
        {
            return head.Error;
        }

        _headLength = head.Value;
        problem = image.ReadHeader(Head.Slice(0, Math.Min(head.Value, ElfImage.HeaderSize)), attributes.Size);
        if (problem != ElfProblem.None)
        {
            return Errno.None;
        }

        ulong start = image.ProgramHeadersOffset;
        int length = image.ProgramHeaderCount * ElfImage.ProgramHeaderSize;
        if (start + (ulong)length > (ulong)head.Value)
        {
            head = ReadHead(file, start);
            start = 0;
            if (head.IsError)
            {
                return head.Error;
            }
        }

        problem = image.ReadProgramHeaders(((ReadOnlySpan<byte>)_head).Slice((int)start, Math.Min(length, head.Value - (int)start)));
        return Errno.None;
    }

    /// <summary>Reads what PT_INTERP names.</summary>
    /// <param name="path">Room for <see cref="ElfImage.LongestInterpreter"/> bytes.</param>
    /// <returns>Bytes of the path without its NUL; ENOEXEC when there is none, or what reading says.</returns>
    public Result<int> ReadInterpreter(OpenFile file, ElfImage image, Span<byte> path)
    {
        Result<int> read = ReadHead(file, image.InterpreterOffset);
        if (read.IsError || read.Value < image.InterpreterLength)
        {
            return read.IsError ? read.Error : Errno.ENOEXEC;
        }

        ReadOnlySpan<byte> name = ((ReadOnlySpan<byte>)_head).Slice(0, image.InterpreterLength);
        int end = name.IndexOf((byte)0);
        if (end <= 0 || name[name.Length - 1] != 0)
        {
            return Errno.ENOEXEC;
        }

        name.Slice(0, end).CopyTo(path);
        return end;
    }

    /// <summary>Maps every segment of the program; its heap begins behind the last one.</summary>
    /// <returns>
    /// What is added to the addresses in the file: 0 unless the program is position-independent. ENOMEM, ENOEXEC or what reading says.
    /// </returns>
    public Result<ulong> Load(OpenFile file, ElfImage image)
    {
        ulong bias = 0;
        if (image.IsPositionIndependent)
        {
            ulong align = image.Alignment - 1;
            ulong first = image.FirstPage & ~align;
            ulong place = (PositionIndependentBase + align) & ~align;
            if (image.PageEnd - first > ElfImage.UserEnd - place)
            {
                return Errno.ENOMEM;
            }

            bias = place - first;
        }

        Errno error = LoadSegments(file, image, bias, RegionName.Program);
        if (error != Errno.None)
        {
            return error;
        }

        _addressSpace.StartBreak(image.PageEnd + bias);
        return bias;
    }

    /// <summary>As <see cref="Load"/> for the interpreter, which goes where mmap puts things.</summary>
    public Result<ulong> LoadInterpreter(OpenFile file, ElfImage image)
    {
        ulong bias = 0;
        if (image.IsPositionIndependent)
        {
            ulong align = image.Alignment - 1;
            ulong first = image.FirstPage & ~align;
            ulong room = image.PageEnd - first + align;
            Result<ulong> place = _addressSpace.Map(0, room, Protection.None, MapFlags.Private | MapFlags.Anonymous);
            if (place.IsError)
            {
                return place;
            }

            // The room was only looked for: the segments take their parts of it, gaps stay free as on Linux.
            _addressSpace.Unmap(place.Value, room);
            bias = ((place.Value + align) & ~align) - first;
        }

        Errno error = LoadSegments(file, image, bias, RegionName.Interpreter);
        return error != Errno.None ? error : bias;
    }

    private Errno LoadSegments(OpenFile file, ElfImage image, ulong bias, RegionName name)
    {
        for (int index = 0; index < image.SegmentCount; index++)
        {
            Errno error = LoadSegment(file, in image.SegmentAt(index), bias, name);
            if (error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }

    /// <summary>Maps what the file has of a segment, and zeros behind it (gABI ch. 5, "Program Header": bss).</summary>
    private Errno LoadSegment(OpenFile file, in ElfSegment segment, ulong bias, RegionName name)
    {
        Protection protection = (segment.IsReadable ? Protection.Read : Protection.None)
            | (segment.IsWritable ? Protection.Write : Protection.None)
            | (segment.IsExecutable ? Protection.Execute : Protection.None);
        const MapFlags flags = MapFlags.Private | MapFlags.FixedNoReplace;
        ulong start = segment.FirstPage + bias;
        ulong bytesEnd = segment.Address + segment.FileSize + bias;
        ulong fileEnd = segment.FileSize == 0 ? start : PageSize.RoundUp(bytesEnd);
        if (fileEnd != start)
        {
            ulong offset = segment.FileOffset - (segment.Address - segment.FirstPage);
            Result<ulong> mapped = _addressSpace.MapFile(start, fileEnd - start, protection, flags, file, offset, name);
            if (mapped.IsError)
            {
                return mapped.Error;
            }
        }

        if (segment.MemorySize == segment.FileSize)
        {
            return Errno.None;
        }

        ulong end = segment.PageEnd + bias;
        Errno error = fileEnd == end ? Errno.None
            : _addressSpace.Map(fileEnd, end - fileEnd, protection, flags | MapFlags.Anonymous).Error;

        // Behind the file's last byte of a segment its page has whatever follows in the file. A segment that cannot be written keeps it, as on Linux.
        return error == Errno.None && segment.IsWritable && segment.FileSize != 0 ? Clear(bytesEnd, fileEnd) : error;
    }

    private Errno Clear(ulong start, ulong end)
    {
        if (start == end)
        {
            return Errno.None;
        }

        Result<PhysicalAddress> page = _addressSpace.Resolve(start, MemoryAccess.Write);
        if (page.IsError)
        {
            return page.Error == Errno.ENOMEM ? Errno.ENOMEM : Errno.EIO;
        }

        new Span<byte>(page.Value.Pointer, (int)(end - start)).Clear();
        return Errno.None;
    }

    private Result<int> ReadHead(OpenFile file, ulong offset) => _addressSpace.Files.Copy(file, (long)offset, _head);
}
