// The processor's caches for /sys, from CPUID: .NET sizes the youngest generation of its heap by them. SystemMounts makes it.
namespace Kernel.Arch.X64;

using Kernel.Abi;
using Vfs.Proc;

/// <summary>CPUID is asked at the first question, not at boot. A processor that tells nothing has no caches here, as on Linux.</summary>
public sealed class ProcessorCaches : SysSource
{
    private const int Capacity = 8;

    /// <summary>Deterministic cache parameters.</summary>
    private const uint IntelLeaf = 4;

    private const uint AmdLeaf = 0x8000001D;
    private const uint AmdFirstLevelLeaf = 0x80000005;
    private const uint AmdLowerLevelsLeaf = 0x80000006;

    /// <summary>Leaf 0x80000001, ecx: leaf 0x8000001D can be asked.</summary>
    private const uint TopologyExtensions = 1u << 22;

    private readonly CacheDescription[] _caches = new CacheDescription[Capacity];
    private int _count = -1;

    public override int CacheCount
    {
        get
        {
            if (_count < 0)
            {
                Find();
            }

            return _count;
        }
    }

    /// <summary>Of the cache nearest to memory; 0 when there is none.</summary>
    public ulong LargestBytes
    {
        get
        {
            ulong largest = 0;
            for (int index = 0; index < CacheCount; index++)
            {
                largest = System.Math.Max(largest, _caches[index].Bytes);
            }

            return largest;
        }
    }

    public override void RenderCache(int cache, CacheFile file, ref TextBuilder text)
    {
        if (cache < CacheCount)
        {
            _caches[cache].Append(file, ref text);
        }
    }

    public override void RenderProcessors(ref TextBuilder text) => text.Append("0\n"u8);

    private void Find()
    {
        _count = 0;
        AddList(IntelLeaf);
        if (_count == 0 && (Cpuid.QueryIfPresent(0x80000001).Ecx & TopologyExtensions) != 0)
        {
            AddList(AmdLeaf);
        }

        if (_count == 0)
        {
            AddOldAmdCaches();
        }
    }

    private void AddList(uint leaf)
    {
        for (uint subleaf = 0; subleaf < Capacity; subleaf++)
        {
            CpuidLeaf registers = Cpuid.QueryIfPresent(leaf, subleaf);
            if (!CacheDescription.TryDecode(in registers, out CacheDescription cache))
            {
                return;
            }

            _caches[_count++] = cache;
        }
    }

    private void AddOldAmdCaches()
    {
        CpuidLeaf first = Cpuid.QueryIfPresent(AmdFirstLevelLeaf);
        CpuidLeaf lower = Cpuid.QueryIfPresent(AmdLowerLevelsLeaf);
        Add(first.Ecx, CacheKind.Data, 1, 24, 1 << 10);
        Add(first.Edx, CacheKind.Instruction, 1, 24, 1 << 10);
        Add(lower.Ecx, CacheKind.Unified, 2, 16, 1 << 10);
        Add(lower.Edx, CacheKind.Unified, 3, 18, 512 << 10);
    }

    private void Add(uint register, CacheKind kind, byte level, int sizeShift, uint sizeUnit)
    {
        if (CacheDescription.TryDecodeRegister(register, kind, level, sizeShift, sizeUnit, out CacheDescription cache))
        {
            _caches[_count++] = cache;
        }
    }
}
