// Makes small ELF files for the tests of ElfImage, field by field, so that each test can spoil one.
namespace Process.Tests;

using System;
using System.Buffers.Binary;

internal sealed class ElfFile
{
    public readonly byte[] Bytes;
    private int _programHeaders;

    public ElfFile(int length = 8192)
    {
        Bytes = new byte[length];
        "\u007FELF"u8.CopyTo(Bytes);
        Bytes[4] = 2;
        Bytes[5] = 1;
        Bytes[6] = 1;
        Put16(16, 2);
        Put16(18, 62);
        Put32(20, 1);
        Put64(24, 0x401000);
        Put64(32, 64);
        Put16(52, 64);
        Put16(54, 56);
    }

    /// <summary>A static program with code and a data segment that has bss.</summary>
    public static ElfFile Program()
    {
        var file = new ElfFile();
        file.AddProgramHeader(1, 5, 0, 0x400000, 0x1800, 0x1800);
        file.AddProgramHeader(1, 6, 0x1800, 0x402800, 0x400, 0x2000);
        file.AddProgramHeader(0x6474E551, 6, 0, 0, 0, 0);
        return file;
    }

    public int AddProgramHeader(uint type, uint flags, ulong offset, ulong address, ulong fileSize, ulong memorySize)
    {
        int at = 64 + (_programHeaders++ * 56);
        Put32(at, type);
        Put32(at + 4, flags);
        Put64(at + 8, offset);
        Put64(at + 16, address);
        Put64(at + 24, address);
        Put64(at + 32, fileSize);
        Put64(at + 40, memorySize);
        Put64(at + 48, 4096);
        Put16(56, (ushort)_programHeaders);
        return at;
    }

    public void Put16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(offset), value);

    public void Put32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(offset), value);

    public void Put64(int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(offset), value);
}
