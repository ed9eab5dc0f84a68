// Caches out of CPUID's registers, as Linux shows the same ones.
namespace Facts.Tests;

using System.Text;
using Kernel.Abi;
using Kernel.Arch.X64;
using Vfs.Proc;
using Xunit;

public sealed class CacheDescriptionTests
{
    /// <summary>What QEMU's processors answer to leaf 4.</summary>
    [Theory]
    [InlineData(0x121u, 0x1C0003Fu, 0x3Fu, "1\nData\n32K\n64\n0\n")]
    [InlineData(0x122u, 0x1C0003Fu, 0x3Fu, "1\nInstruction\n32K\n64\n0\n")]
    [InlineData(0x143u, 0x3C0003Fu, 0xFFFu, "2\nUnified\n4096K\n64\n0\n")]
    [InlineData(0x163u, 0x3C0003Fu, 0x3FFFu, "3\nUnified\n16384K\n64\n0\n")]
    public void ListedCacheIsShown(uint eax, uint ebx, uint ecx, string expected)
    {
        Assert.True(CacheDescription.TryDecode(new CpuidLeaf { Eax = eax, Ebx = ebx, Ecx = ecx }, out CacheDescription cache));
        Assert.Equal(expected, Show(cache));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x01u)]
    [InlineData(0x24u)]
    public void ListEndsAtWhatIsNoCache(uint eax) =>
        Assert.False(CacheDescription.TryDecode(new CpuidLeaf { Eax = eax, Ebx = 0x1C0003F, Ecx = 0x3F }, out _));

    [Fact]
    public void LargestCacheDoesNotOverflow()
    {
        Assert.True(CacheDescription.TryDecode(new CpuidLeaf { Eax = 0x163, Ebx = 0xFFC0003F, Ecx = 0xFFFFFF }, out CacheDescription cache));
        Assert.Equal(64UL * 1024 << 24, cache.Bytes);
    }

    [Fact]
    public void OldAmdRegistersAreShownAlike()
    {
        Assert.True(CacheDescription.TryDecodeRegister(0x40020140, CacheKind.Data, 1, 24, 1 << 10, out CacheDescription first));
        Assert.Equal("1\nData\n64K\n64\n0\n", Show(first));
        Assert.True(CacheDescription.TryDecodeRegister(0x02008140, CacheKind.Unified, 2, 16, 1 << 10, out CacheDescription second));
        Assert.Equal("2\nUnified\n512K\n64\n0\n", Show(second));
        Assert.True(CacheDescription.TryDecodeRegister(0x00808140, CacheKind.Unified, 3, 18, 512 << 10, out CacheDescription third));
        Assert.Equal("3\nUnified\n16384K\n64\n0\n", Show(third));
        Assert.False(CacheDescription.TryDecodeRegister(0, CacheKind.Unified, 3, 18, 512 << 10, out _));
    }

    private static string Show(CacheDescription cache)
    {
        var builder = new TextBuilder(new byte[256]);
        for (CacheFile file = CacheFile.Level; file <= CacheFile.SharedCpuList; file++)
        {
            cache.Append(file, ref builder);
        }

        return Encoding.ASCII.GetString(builder.Text);
    }
}
