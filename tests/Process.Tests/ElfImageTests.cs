// What the loader may rely on: a file that ElfImage accepts has only segments inside the user half, and nothing in a file crashes it.
namespace Process.Tests;

using System;
using System.Buffers.Binary;
using Kernel.Process;
using Xunit;

public sealed class ElfImageTests
{
    [Fact]
    public void StaticProgramHasItsSegments()
    {
        var image = new ElfImage();
        Assert.Equal(ElfProblem.None, Read(ElfFile.Program(), image));
        Assert.False(image.IsPositionIndependent);
        Assert.Equal(0x401000UL, image.Entry);
        Assert.Equal(2, image.SegmentCount);
        Assert.True(image.SegmentAt(0).IsExecutable);
        Assert.False(image.SegmentAt(0).IsWritable);
        Assert.True(image.SegmentAt(1).IsWritable);
        Assert.Equal(0x402000UL, image.SegmentAt(1).FirstPage);
        Assert.Equal(0x405000UL, image.PageEnd);
        Assert.Equal(0x400040UL, image.ProgramHeadersAddress);
        Assert.False(image.IsStackExecutable);
    }

    [Fact]
    public void PositionIndependentProgramMayStartAtZero()
    {
        var file = new ElfFile();
        file.Put16(16, 3);
        file.Put64(24, 0x1000);
        file.AddProgramHeader(1, 5, 0, 0, 0x1800, 0x1800);
        var image = new ElfImage();
        Assert.Equal(ElfProblem.None, Read(file, image));
        Assert.True(image.IsPositionIndependent);
        Assert.Equal(64UL, image.ProgramHeadersAddress);
    }

    [Theory]
    [InlineData(0x10000, 0x10000)]
    [InlineData(0x200000, 0x200000)]
    [InlineData(0, 0x1000)]
    [InlineData(0x800, 0x1000)]
    [InlineData(0x30000, 0x1000)] // not a power of two
    [InlineData(1L << 62, 0x1000)] // no room for that
    public void AlignmentIsTheLargestThatMakesSense(long claimed, long expected)
    {
        ElfFile file = ElfFile.Program();
        file.Put64(64 + 56 + 48, (ulong)claimed);
        ElfImage image = new();
        Assert.Equal(ElfProblem.None, Read(file, image));
        Assert.Equal((ulong)expected, image.Alignment);
    }

    [Fact]
    public void ScriptIsToldFromOtherText()
    {
        Assert.Equal(ElfProblem.Script, new ElfImage().ReadHeader("#!/bin/sh\n"u8, 10));
        Assert.Equal(ElfProblem.NotElf, new ElfImage().ReadHeader("hello\n"u8, 6));
        Assert.Equal(ElfProblem.NotElf, new ElfImage().ReadHeader(default, 0));
    }

    [Theory]
    [InlineData(4, 1, ElfProblem.Not64Bit)]
    [InlineData(4, 7, ElfProblem.MalformedHeader)]
    [InlineData(5, 2, ElfProblem.BigEndian)]
    [InlineData(16, 1, ElfProblem.NotAProgram)]
    [InlineData(16, 4, ElfProblem.NotAProgram)]
    [InlineData(18, 183, ElfProblem.OtherMachine)]
    [InlineData(54, 32, ElfProblem.MalformedHeader)]
    [InlineData(56, 0, ElfProblem.NoSegments)]
    [InlineData(56, 65, ElfProblem.TooManySegments)]
    public void SpoiledHeaderFieldIsNamed(int offset, byte value, ElfProblem expected)
    {
        ElfFile file = ElfFile.Program();
        file.Bytes[offset] = value;
        Assert.Equal(expected, Read(file, new ElfImage()));
    }

    [Fact]
    public void FirstInterpreterCounts()
    {
        ElfFile file = ElfFile.Program();
        file.AddProgramHeader(3, 4, 0x200, 0x400200, 28, 28);
        file.AddProgramHeader(3, 4, 0x300, 0x400300, 5, 5);
        var image = new ElfImage();
        Assert.Equal(ElfProblem.None, Read(file, image));
        Assert.Equal(0x200UL, image.InterpreterOffset);
        Assert.Equal(28, image.InterpreterLength);
    }

    [Fact]
    public void InterpreterIsForgottenWithTheNextFile()
    {
        ElfFile file = ElfFile.Program();
        file.AddProgramHeader(3, 4, 0x200, 0x400200, 28, 28);
        var image = new ElfImage();
        Read(file, image);
        Assert.Equal(ElfProblem.None, Read(ElfFile.Program(), image));
        Assert.Equal(0, image.InterpreterLength);
    }

    [Theory]
    [InlineData(0x200UL, 0UL)]
    [InlineData(0x200UL, 1UL)]
    [InlineData(0x200UL, 4097UL)]
    [InlineData(0x1FFFUL, 2UL)]
    [InlineData(0xFFFFFFFFFFFFFFFFUL, 28UL)]
    [InlineData(0x200UL, 0xFFFFFFFFFFFFFFFFUL)]
    public void ImpossibleInterpreterIsRefused(ulong offset, ulong length)
    {
        ElfFile file = ElfFile.Program();
        file.AddProgramHeader(3, 4, offset, 0x400200, length, length);
        Assert.Equal(ElfProblem.MalformedInterpreter, Read(file, new ElfImage()));
    }

    [Theory]
    [InlineData(0UL, 0x400000UL, 0x9000UL, 0x9000UL, ElfProblem.Truncated)]
    [InlineData(0xFFFFFFFFFFFFF000UL, 0x400000UL, 0x2000UL, 0x2000UL, ElfProblem.Truncated)]
    [InlineData(0UL, 0x400000UL, 0x1000UL, 0x800UL, ElfProblem.MalformedSegment)]
    [InlineData(0UL, 0x400800UL, 0x1000UL, 0x1000UL, ElfProblem.MalformedSegment)]
    [InlineData(0UL, 0x400000UL, 0x1000UL, 0xFFFFFFFFFFFFFFFFUL, ElfProblem.OutsideUserSpace)]
    [InlineData(0UL, 0x7FFFFFFFF000UL, 0x1000UL, 0x1000UL, ElfProblem.OutsideUserSpace)]
    [InlineData(0UL, 0xFFFF800000000000UL, 0x1000UL, 0x1000UL, ElfProblem.OutsideUserSpace)]
    [InlineData(0UL, 0UL, 0x1000UL, 0x1000UL, ElfProblem.OutsideUserSpace)]
    public void ImpossibleSegmentIsRefused(ulong offset, ulong address, ulong fileSize, ulong memorySize, ElfProblem expected)
    {
        var file = new ElfFile();
        file.AddProgramHeader(1, 5, offset, address, fileSize, memorySize);
        Assert.Equal(expected, Read(file, new ElfImage()));
    }

    [Theory]
    [InlineData(0x400000UL)]
    [InlineData(0x401000UL)]
    [InlineData(0x3FF000UL)]
    public void SegmentsThatOverlapOrDescendAreRefused(ulong second)
    {
        var file = new ElfFile();
        file.AddProgramHeader(1, 5, 0, 0x400000, 0x1800, 0x1800);
        file.AddProgramHeader(1, 6, 0x1000, second, 0x100, 0x100);
        Assert.Equal(ElfProblem.OverlappingSegments, Read(file, new ElfImage()));
    }

    [Fact]
    public void EntryOutsideCodeIsRefused()
    {
        ElfFile file = ElfFile.Program();
        file.Put64(24, 0x402900);
        Assert.Equal(ElfProblem.NoEntryPoint, Read(file, new ElfImage()));
    }

    [Fact]
    public void TruncationAtEveryByteIsAnError()
    {
        ElfFile file = ElfFile.Program();
        for (int length = 0; length < 64 + (3 * 56); length++)
        {
            Assert.NotEqual(ElfProblem.None, Read(file.Bytes.AsSpan(0, length), new ElfImage()));
        }
    }

    [Fact]
    public void AMillionMutatedHeadersNeverCrashNorLeaveTheUserHalf()
    {
        var random = new Random(20);
        var image = new ElfImage();
        ElfFile[] originals = [ElfFile.Program(), Dynamic(0), Dynamic(3)];
        int[] accepted = new int[originals.Length];
        byte[] mutated = new byte[originals[0].Bytes.Length];
        for (int round = 0; round < 1_200_000; round++)
        {
            int original = round % originals.Length;
            originals[original].Bytes.CopyTo(mutated, 0);
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                Mutate(mutated, random);
            }

            int length = random.Next(8) == 0 ? random.Next(mutated.Length) : mutated.Length;
            if (Read(mutated.AsSpan(0, length), image) == ElfProblem.None)
            {
                accepted[original]++;
                AssertIsLoadable(image, length);
            }
        }

        Assert.All(accepted, count => Assert.InRange(count, 1000, 399_000));
    }

    /// <summary>A program with an interpreter, at a fixed place or (type 3) anywhere.</summary>
    private static ElfFile Dynamic(ushort type)
    {
        ElfFile file = ElfFile.Program();
        file.AddProgramHeader(3, 4, 0x200, 0x400200, 28, 28);
        "/lib64/ld-linux-x86-64.so.2\0"u8.CopyTo(file.Bytes.AsSpan(0x200));
        file.Put16(16, type == 0 ? (ushort)2 : type);
        return file;
    }

    /// <summary>A byte anywhere in the headers, or a whole field with a value at which sums overflow.</summary>
    private static void Mutate(byte[] file, Random random)
    {
        ReadOnlySpan<ulong> values =
        [
            0, 1, 0xFFF, 0x1000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFF000, 0x7FFFFFFFFFFF, 0x800000000000,
            0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFF800000000000, 0xFFFFFFFF80000000, 0xFFFFFFFFFFFFF000, ulong.MaxValue,
        ];
        const int headersEnd = 64 + (4 * 56);
        if (random.Next(2) == 0)
        {
            file[random.Next(16, headersEnd)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            return;
        }

        int field = random.Next(24, headersEnd - 8) & ~7;
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(field), values[random.Next(values.Length)] + (ulong)random.Next(-1, 2));
    }

    private static void AssertIsLoadable(ElfImage image, int fileLength)
    {
        ulong previousEnd = 0;
        for (int index = 0; index < image.SegmentCount; index++)
        {
            ElfSegment segment = image.SegmentAt(index);
            Assert.True(segment.FirstPage >= previousEnd);
            Assert.True(segment.PageEnd > segment.FirstPage);
            Assert.True(segment.PageEnd <= ElfImage.UserEnd);
            Assert.True(segment.FileSize <= segment.MemorySize);
            Assert.True(segment.FileOffset + segment.FileSize <= (ulong)fileLength);
            previousEnd = segment.PageEnd;
        }

        Assert.InRange(image.InterpreterLength, 0, ElfImage.LongestInterpreter);
        Assert.True(image.InterpreterLength == 0 || image.InterpreterOffset + (ulong)image.InterpreterLength <= (ulong)fileLength);
        Assert.True(image.Alignment >= ElfImage.PageSize && (image.Alignment & (image.Alignment - 1)) == 0);
    }

    private static ElfProblem Read(ElfFile file, ElfImage image) => Read(file.Bytes, image);

    private static ElfProblem Read(ReadOnlySpan<byte> bytes, ElfImage image)
    {
        ElfProblem problem = image.ReadHeader(bytes.Slice(0, Math.Min(bytes.Length, 64)), bytes.Length);
        if (problem != ElfProblem.None)
        {
            return problem;
        }

        int start = (int)image.ProgramHeadersOffset;
        return image.ReadProgramHeaders(bytes.Slice(start, image.ProgramHeaderCount * ElfImage.ProgramHeaderSize));
    }
}
