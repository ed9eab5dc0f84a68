// Maps a program that ElfImage has checked and reads its bytes straight into the app's pages; Launch calls it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Memory;
using Vfs;

/// <summary>Segments are read in the largest pieces that the file system takes; only the file's first page passes through the kernel's memory.</summary>
public sealed class ElfLoader
{
    /// <summary>Where Linux puts position-independent programs without randomisation (ELF_ET_DYN_BASE).</summary>
    private const ulong PositionIndependentBase = 0x5555_5555_4000;

    private const int HeadLength = 4096;
    private const ulong LargestRead = 1 << 30;

    private readonly AddressSpace _addressSpace;
    private readonly KernelBuffer _head;
    private readonly UserBuffer _buffer;
    private int _headLength;

    /// <param name="pinnedPages">Pages of the app that one request to a file system can hold, see <see cref="UserBuffer"/>.</param>
    public ElfLoader(AddressSpace addressSpace, int pinnedPages)
    {
        _addressSpace = addressSpace;
        _head = new KernelBuffer(HeadLength);
        _buffer = new UserBuffer(pinnedPages);
    }

    /// <summary>The first bytes of the file whose headers were read last.</summary>
    public ReadOnlySpan<byte> Head => _head.Bytes.Slice(0, _headLength);

    /// <summary>Reads and checks the headers.</summary>
    /// <returns>The errno of a read that failed; otherwise None, and <paramref name="problem"/> tells.</returns>
    public Errno ReadHeaders(OpenFile file, long fileLength, ElfImage image, out ElfProblem problem)
    {
        problem = ElfProblem.None;
        Result<int> head = ReadFully(file, 0);
        if (head.IsError)
        {
            return head.Error;
        }

        _headLength = head.Value;
        problem = image.ReadHeader(_head.Bytes.Slice(0, Math.Min(head.Value, ElfImage.HeaderSize)), fileLength);
        if (problem != ElfProblem.None)
        {
            return Errno.None;
        }

        ulong start = image.ProgramHeadersOffset;
        int length = image.ProgramHeaderCount * ElfImage.ProgramHeaderSize;
        if (start + (ulong)length > (ulong)head.Value)
        {
            head = ReadFully(file, (long)start);
            start = 0;
            if (head.IsError)
            {
                return head.Error;
            }
        }

        problem = image.ReadProgramHeaders(_head.Bytes.Slice((int)start, Math.Min(length, head.Value - (int)start)));
        return Errno.None;
    }

    /// <summary>Reads what PT_INTERP names.</summary>
    /// <param name="path">Room for <see cref="ElfImage.LongestInterpreter"/> bytes.</param>
    /// <returns>Bytes of the path without its NUL; ENOEXEC when there is none, or what reading says.</returns>
    public Result<int> ReadInterpreter(OpenFile file, ElfImage image, Span<byte> path)
    {
        Result<int> read = ReadFully(file, (long)image.InterpreterOffset);
        if (read.IsError || read.Value < image.InterpreterLength)
        {
            return read.IsError ? read.Error : Errno.ENOEXEC;
        }

        ReadOnlySpan<byte> name = _head.Bytes.Slice(0, image.InterpreterLength);
        int end = name.IndexOf((byte)0);
        if (end <= 0 || name[name.Length - 1] != 0)
        {
            return Errno.ENOEXEC;
        }

        name.Slice(0, end).CopyTo(path);
        return end;
    }

    /// <summary>Maps and fills every segment of the program; its heap begins behind the last one.</summary>
    /// <returns>What is added to the addresses in the file: 0 unless the program is position-independent. ENOMEM, ENOEXEC or what reading says.</returns>
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

    private Errno LoadSegment(OpenFile file, in ElfSegment segment, ulong bias, RegionName name)
    {
        ulong start = segment.FirstPage + bias;
        ulong length = segment.PageEnd - segment.FirstPage;
        const Protection loading = Protection.Read | Protection.Write;
        Result<ulong> mapped = _addressSpace.Map(
            start, length, loading, MapFlags.Private | MapFlags.Anonymous | MapFlags.FixedNoReplace, name);
        if (mapped.IsError)
        {
            return mapped.Error;
        }

        Errno error = ReadInto(file, segment.Address + bias, (long)segment.FileOffset, segment.FileSize);
        Protection protection = (segment.IsReadable ? Protection.Read : Protection.None)
            | (segment.IsWritable ? Protection.Write : Protection.None)
            | (segment.IsExecutable ? Protection.Execute : Protection.None);
        return error == Errno.None && protection != loading ? _addressSpace.Protect(start, length, protection) : error;
    }

    private Errno ReadInto(OpenFile file, ulong address, long offset, ulong length)
    {
        while (length != 0)
        {
            int wanted = (int)Math.Min(length, LargestRead);
            _buffer.Set(_addressSpace, address, wanted, IoDirection.FromFile);
            Result<int> read = file.ReadAt(offset, _buffer);
            if (read.IsError)
            {
                return read.Error;
            }

            if (read.Value <= 0)
            {
                // The file has become shorter since its length was asked for.
                return Errno.ENOEXEC;
            }

            address += (ulong)read.Value;
            offset += read.Value;
            length -= (ulong)read.Value;
        }

        return Errno.None;
    }

    private Result<int> ReadFully(OpenFile file, long offset)
    {
        _head.Set(HeadLength, IoDirection.FromFile);
        return file.ReadAt(offset, _head);
    }
}
