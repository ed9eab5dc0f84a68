// One cache of the processor as CPUID describes it; ProcessorCaches collects them, /sys shows them.
namespace Kernel.Arch.X64;

using System;
using Kernel.Abi;
using Vfs.Proc;

/// <summary>The type numbers of CPUID leaf 4.</summary>
public enum CacheKind : byte
{
    None,
    Data,
    Instruction,
    Unified,
}

public struct CacheDescription
{
    public CacheKind Kind;
    public byte Level;
    public ushort LineBytes;
    public ulong Bytes;

    /// <summary>Subleaf of leaf 4 (Intel SDM volume 2A, CPUID), or of 0x8000001D, which AMD made alike.</summary>
    /// <returns>False when there is no such cache: the list has ended.</returns>
    public static bool TryDecode(in CpuidLeaf leaf, out CacheDescription cache)
    {
        uint lineBytes = (leaf.Ebx & 0xFFF) + 1;
        uint partitions = ((leaf.Ebx >> 12) & 0x3FF) + 1;
        uint ways = (leaf.Ebx >> 22) + 1;
        cache = new CacheDescription
        {
            Kind = (CacheKind)(leaf.Eax & 0x1F),
            Level = (byte)((leaf.Eax >> 5) & 7),
            LineBytes = (ushort)lineBytes,
            Bytes = (ulong)lineBytes * partitions * ways * ((ulong)leaf.Ecx + 1),
        };
        return cache.Kind is > CacheKind.None and <= CacheKind.Unified && cache.Level != 0;
    }

    /// <summary>One register of AMD's older leaves 0x80000005 and 0x80000006: the size on top, the line size at the bottom.</summary>
    /// <param name="sizeShift">Where the size begins.</param>
    /// <param name="sizeUnit">Bytes that it counts.</param>
    /// <returns>False when the processor does not have this cache.</returns>
    public static bool TryDecodeRegister(
        uint register, CacheKind kind, byte level, int sizeShift, uint sizeUnit, out CacheDescription cache)
    {
        cache = new CacheDescription
        {
            Kind = kind,
            Level = level,
            LineBytes = (ushort)(register & 0xFF),
            Bytes = (ulong)(register >> sizeShift) * sizeUnit,
        };
        return cache.Bytes != 0 && cache.LineBytes != 0;
    }

    /// <summary>One line of a file below /sys/devices/system/cpu/cpu0/cache (Linux: Documentation/ABI/testing/sysfs-devices-system-cpu).</summary>
    public readonly void Append(CacheFile file, ref TextBuilder text)
    {
        switch (file)
        {
            case CacheFile.Level:
                text.AppendDecimal(Level);
                break;
            case CacheFile.Type:
                text.Append(KindName);
                break;
            case CacheFile.Size:
                text.AppendDecimal(Bytes >> 10);
                text.Append((byte)'K');
                break;
            case CacheFile.CoherencyLineSize:
                text.AppendDecimal(LineBytes);
                break;
            case CacheFile.SharedCpuList:
                text.Append((byte)'0');
                break;
        }

        text.Append((byte)'\n');
    }

    private readonly ReadOnlySpan<byte> KindName => Kind switch
    {
        CacheKind.Data => "Data"u8,
        CacheKind.Instruction => "Instruction"u8,
        _ => "Unified"u8,
    };
}
