// Finds the firmware's ACPI tables by their names (ACPI 6.4 §5.2); Hardware asks for those that describe buses and slots.
namespace Drivers.Platform;

using System;
using System.Buffers.Binary;
using Kernel.Memory;

/// <summary>Whatever does not add up counts as missing: a machine without ACPI works too.</summary>
public sealed unsafe class AcpiTables
{
    /// <summary>Signatures: the fixed description, which leads to the code; and where PCI Express has its configuration space.</summary>
    public const uint Fixed = 0x50434146, MemoryConfiguration = 0x4746434D;

    private const ulong RootSignature = 0x2052545020445352;
    private const int RootLength = 20, RootRevision = 15, RootTable = 16, RootExtendedTable = 24, RootExtendedLength = 36;
    private const int HeaderLength = 36, LengthOffset = 4;
    private const int Code = 40, ExtendedCode = 140;
    private const int LongestTable = 1 << 20, MostTables = 64;

    private readonly bool _isWide;
    private readonly void* _list;
    private readonly int _listLength;

    /// <param name="root">Physical address of the root pointer, 0 for none.</param>
    public AcpiTables(ulong root)
    {
        if (root == 0)
        {
            return;
        }

        var pointer = new ReadOnlySpan<byte>(DeviceMemory.Map(new PhysicalAddress(root), RootExtendedLength), RootExtendedLength);
        if (BinaryPrimitives.ReadUInt64LittleEndian(pointer) != RootSignature || Sum(pointer.Slice(0, RootLength)) != 0)
        {
            return;
        }

        ulong wide = pointer[RootRevision] >= 2 ? BinaryPrimitives.ReadUInt64LittleEndian(pointer.Slice(RootExtendedTable)) : 0;
        _isWide = wide != 0;
        ReadOnlySpan<byte> list = Map(_isWide ? wide : BinaryPrimitives.ReadUInt32LittleEndian(pointer.Slice(RootTable)), out _list);
        _listLength = list.Length;
    }

    /// <summary>The table with its header; empty when there is none.</summary>
    public ReadOnlySpan<byte> Find(uint signature)
    {
        var list = new ReadOnlySpan<byte>(_list, _listLength);
        int width = _isWide ? 8 : 4;
        for (int i = 0; i < MostTables && HeaderLength + ((i + 1) * width) <= list.Length; i++)
        {
            ReadOnlySpan<byte> entry = list.Slice(HeaderLength + (i * width));
            ulong address = _isWide ? BinaryPrimitives.ReadUInt64LittleEndian(entry) : BinaryPrimitives.ReadUInt32LittleEndian(entry);
            ReadOnlySpan<byte> table = Map(address, out _);
            if (!table.IsEmpty && BinaryPrimitives.ReadUInt32LittleEndian(table) == signature)
            {
                return table;
            }
        }

        return default;
    }

    /// <summary>The code of the differentiated description, in AML; empty when there is none.</summary>
    public ReadOnlySpan<byte> FindCode()
    {
        ReadOnlySpan<byte> description = Find(Fixed);
        ulong address = description.Length >= Code + 4 ? BinaryPrimitives.ReadUInt32LittleEndian(description.Slice(Code)) : 0;
        if (description.Length >= ExtendedCode + 8)
        {
            ulong wide = BinaryPrimitives.ReadUInt64LittleEndian(description.Slice(ExtendedCode));
            address = wide == 0 ? address : wide;
        }

        ReadOnlySpan<byte> table = Map(address, out _);
        return table.IsEmpty ? default : table.Slice(HeaderLength);
    }

    private static ReadOnlySpan<byte> Map(ulong address, out void* start)
    {
        start = null;
        if (address == 0)
        {
            return default;
        }

        var header = new ReadOnlySpan<byte>(DeviceMemory.Map(new PhysicalAddress(address), HeaderLength), HeaderLength);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.Slice(LengthOffset));
        if (length is < HeaderLength or > LongestTable)
        {
            return default;
        }

        start = DeviceMemory.Map(new PhysicalAddress(address), length);
        var table = new ReadOnlySpan<byte>(start, (int)length);
        return Sum(table) == 0 ? table : default;
    }

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += bytes[i];
        }

        return sum;
    }
}
