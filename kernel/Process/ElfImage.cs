// Reads the headers of a 64-bit ELF file (System V gABI ch. 4 and 5) and checks everything that the loader relies on.
// ElfLoader feeds it the bytes; the host tests feed it mutated ones.
namespace Kernel.Process;

using System;
using System.Buffers.Binary;

/// <summary>The part of an ELF program that matters for running it. Trusts nothing in the file.</summary>
public sealed class ElfImage
{
    public const ulong PageSize = 4096;

    /// <summary>Bytes of Elf64_Ehdr.</summary>
    public const int HeaderSize = 64;

    /// <summary>Bytes of Elf64_Phdr.</summary>
    public const int ProgramHeaderSize = 56;

    /// <summary>Program headers that a file may have; Linux allows a page full (73).</summary>
    public const int MaximumProgramHeaders = 64;

    /// <summary>First address that no program may use (the last page below the hole stays empty, as on Linux).</summary>
    public const ulong UserEnd = 0x7FFF_FFFF_F000;

    /// <summary>Nothing is mapped below: a null pointer with an offset must fault (mmap_min_addr).</summary>
    public const ulong UserStart = 0x1_0000;

    /// <summary>Bytes of an interpreter's path with its NUL (PATH_MAX).</summary>
    public const int LongestInterpreter = 4096;

    private const int MaximumSegments = 16;
    private const uint TypeExecutable = 2;
    private const uint TypeShared = 3;
    private const uint MachineX64 = 62;
    private const uint SegmentLoad = 1;
    private const uint SegmentInterpreter = 3;
    private const uint SegmentGnuStack = 0x6474E551;
    private const ulong LongestFile = 1UL << 47;
    private const ulong LargestAlignment = 1UL << 30;

    private readonly ElfSegment[] _segments = new ElfSegment[MaximumSegments];
    private ulong _fileLength;

    /// <summary>ET_DYN: the addresses are offsets from a base that the loader chooses.</summary>
    public bool IsPositionIndependent { get; private set; }

    public ulong Entry { get; private set; }

    /// <summary>Where the program headers are in the file; valid after <see cref="ReadHeader"/>.</summary>
    public ulong ProgramHeadersOffset { get; private set; }

    public int ProgramHeaderCount { get; private set; }

    /// <summary>Address of the program headers in memory for AT_PHDR, or 0 when no segment holds them.</summary>
    public ulong ProgramHeadersAddress { get; private set; }

    public int SegmentCount { get; private set; }

    /// <summary>The largest p_align: a position-independent program must be moved by a multiple of it. A power of two, a page at least.</summary>
    public ulong Alignment { get; private set; } = PageSize;

    /// <summary>Where in the file PT_INTERP's path is.</summary>
    public ulong InterpreterOffset { get; private set; }

    /// <summary>Bytes of that path with its NUL; 0 for a static program.</summary>
    public int InterpreterLength { get; private set; }

    /// <summary>PT_GNU_STACK asks for it.</summary>
    public bool IsStackExecutable { get; private set; }

    public ref readonly ElfSegment SegmentAt(int index) => ref _segments[index];

    /// <summary>First page of the program and the first address after its last one.</summary>
    public ulong FirstPage => _segments[0].FirstPage;

    public ulong PageEnd => _segments[SegmentCount - 1].PageEnd;

    /// <summary>Checks Elf64_Ehdr. <paramref name="start"/> is the file's first bytes, 64 when it has as many.</summary>
    /// <param name="fileLength">Bytes in the file.</param>
    public ElfProblem ReadHeader(ReadOnlySpan<byte> start, long fileLength)
    {
        SegmentCount = 0;
        Alignment = PageSize;
        ProgramHeadersAddress = 0;
        InterpreterLength = 0;
        IsStackExecutable = false;
        if (start.Length >= 2 && start[0] == '#' && start[1] == '!')
        {
            return ElfProblem.Script;
        }

        if (start.Length < 4 || !start.StartsWith("\u007FELF"u8))
        {
            return ElfProblem.NotElf;
        }

        if (start.Length < HeaderSize || fileLength < HeaderSize || (ulong)fileLength > LongestFile)
        {
            return ElfProblem.Truncated;
        }

        if (start[4] != 2)
        {
            return start[4] == 1 ? ElfProblem.Not64Bit : ElfProblem.MalformedHeader;
        }

        if (start[5] != 1)
        {
            return start[5] == 2 ? ElfProblem.BigEndian : ElfProblem.MalformedHeader;
        }

        _fileLength = (ulong)fileLength;
        return ReadFields(start);
    }

    /// <summary>Checks the program headers and fills the segments.</summary>
    /// <param name="table">The bytes at <see cref="ProgramHeadersOffset"/>, <see cref="ProgramHeaderCount"/> entries.</param>
    public ElfProblem ReadProgramHeaders(ReadOnlySpan<byte> table)
    {
        if (table.Length < ProgramHeaderCount * ProgramHeaderSize)
        {
            return ElfProblem.Truncated;
        }

        for (int index = 0; index < ProgramHeaderCount; index++)
        {
            ElfProblem problem = ReadProgramHeader(table.Slice(index * ProgramHeaderSize, ProgramHeaderSize));
            if (problem != ElfProblem.None)
            {
                return problem;
            }
        }

        if (SegmentCount == 0)
        {
            return ElfProblem.NoSegments;
        }

        FindProgramHeaders();
        for (int index = 0; index < SegmentCount; index++)
        {
            if (_segments[index].IsExecutable && _segments[index].Contains(Entry))
            {
                return ElfProblem.None;
            }
        }

        return ElfProblem.NoEntryPoint;
    }

    private ElfProblem ReadFields(ReadOnlySpan<byte> header)
    {
        uint type = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(16));
        if (BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(18)) != MachineX64)
        {
            return ElfProblem.OtherMachine;
        }

        if (type != TypeExecutable && type != TypeShared)
        {
            return ElfProblem.NotAProgram;
        }

        IsPositionIndependent = type == TypeShared;
        Entry = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(24));
        ProgramHeadersOffset = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(32));
        ProgramHeaderCount = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(56));
        if (ProgramHeaderCount == 0)
        {
            return ElfProblem.NoSegments;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(54)) != ProgramHeaderSize)
        {
            return ElfProblem.MalformedHeader;
        }

        if (ProgramHeaderCount > MaximumProgramHeaders)
        {
            return ElfProblem.TooManySegments;
        }

        ulong tableBytes = (ulong)ProgramHeaderCount * ProgramHeaderSize;
        return IsWithin(ProgramHeadersOffset, tableBytes, _fileLength) ? ElfProblem.None : ElfProblem.Truncated;
    }

    private ElfProblem ReadProgramHeader(ReadOnlySpan<byte> header)
    {
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(header);
        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(header.Slice(4));
        switch (type)
        {
            case SegmentInterpreter:
                return ReadInterpreter(header);
            case SegmentGnuStack:
                IsStackExecutable = (flags & 1) != 0;
                return ElfProblem.None;
            case SegmentLoad:
                break;
            default:
                return ElfProblem.None;
        }

        ElfSegment segment = new()
        {
            FileOffset = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(8)),
            Address = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(16)),
            FileSize = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(32)),
            MemorySize = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(40)),
            IsExecutable = (flags & 1) != 0,
            IsWritable = (flags & 2) != 0,
            IsReadable = (flags & 4) != 0,
        };
        ulong alignment = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(48));
        if ((alignment & (alignment - 1)) == 0 && alignment <= LargestAlignment)
        {
            // Anything else means nothing, to Linux too.
            Alignment = Math.Max(Alignment, alignment);
        }

        return AddSegment(in segment);
    }

    private ElfProblem ReadInterpreter(ReadOnlySpan<byte> header)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(8));
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(32));
        if (InterpreterLength != 0)
        {
            // The first one counts (fs/binfmt_elf.c, load_elf_binary).
            return ElfProblem.None;
        }

        if (length is < 2 or > LongestInterpreter || !IsWithin(offset, length, _fileLength))
        {
            return ElfProblem.MalformedInterpreter;
        }

        InterpreterOffset = offset;
        InterpreterLength = (int)length;
        return ElfProblem.None;
    }

    private ElfProblem AddSegment(in ElfSegment segment)
    {
        if (segment.MemorySize < segment.FileSize || (segment.Address - segment.FileOffset) % PageSize != 0)
        {
            return ElfProblem.MalformedSegment;
        }

        if (segment.MemorySize == 0)
        {
            return ElfProblem.None;
        }

        if (!IsWithin(segment.FileOffset, segment.FileSize, _fileLength))
        {
            return ElfProblem.Truncated;
        }

        ulong lowest = IsPositionIndependent ? 0 : UserStart;
        if (segment.Address < lowest || !IsWithin(segment.Address, segment.MemorySize, UserEnd))
        {
            return ElfProblem.OutsideUserSpace;
        }

        // The gABI wants PT_LOADs in ascending order; what shares a page with its neighbour cannot have its own protection.
        if (SegmentCount != 0 && segment.FirstPage < PageEnd)
        {
            return ElfProblem.OverlappingSegments;
        }

        if (SegmentCount == MaximumSegments)
        {
            return ElfProblem.TooManySegments;
        }

        _segments[SegmentCount++] = segment;
        return ElfProblem.None;
    }

    // AT_PHDR must point at mapped bytes, so it comes from where the file puts the table, never from PT_PHDR's claim.
    private void FindProgramHeaders()
    {
        ulong tableBytes = (ulong)ProgramHeaderCount * ProgramHeaderSize;
        for (int index = 0; index < SegmentCount; index++)
        {
            ref readonly ElfSegment segment = ref _segments[index];
            if (ProgramHeadersOffset >= segment.FileOffset
                && IsWithin(ProgramHeadersOffset - segment.FileOffset, tableBytes, segment.FileSize))
            {
                ProgramHeadersAddress = segment.Address + (ProgramHeadersOffset - segment.FileOffset);
            }
        }
    }

    private static bool IsWithin(ulong start, ulong length, ulong end) => start <= end && length <= end - start;
}
