// /proc/cpuinfo for a processor whose CPUID answers are written down here.
namespace Facts.Tests;

using System.Linq;
using System.Text;
using Kernel.Arch.X64;
using Kernel.Process.Facts;
using Xunit;

public sealed class ProcessorTextTests
{
    [Fact]
    public void LinesAreThoseOfLinux()
    {
        Assert.Equal(
            "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 26\nmodel\t\t: 2\nmodel name\t: AMD EPYC\nstepping\t: 1\n"
            + "cpu MHz\t\t: 2596.098\ncache size\t: 1024 KB\n"
            + "physical id\t: 0\nsiblings\t: 1\ncore id\t\t: 0\ncpu cores\t: 1\napicid\t\t: 0\ninitial apicid\t: 0\n"
            + "fpu\t\t: yes\nfpu_exception\t: yes\ncpuid level\t: 28\nwp\t\t: yes\n"
            + "flags\t\t: fpu tsc syscall nx lm constant_tsc nonstop_tsc pni xsave avx hypervisor lahf_lm avx2\nbugs\t\t:\n"
            + "bogomips\t: 5192.19\nclflush size\t: 64\ncache_alignment\t: 64\n"
            + "address sizes\t: 48 bits physical, 47 bits virtual\npower management:\n\n",
            Write(Sample()));
    }

    [Fact]
    public void WideRegistersThatAreNotSavedAreNotOffered()
    {
        ProcessorDescription processor = Sample();
        processor.HideUnusable(3);
        Assert.Contains("xsave hypervisor lahf_lm\n", Write(processor));
    }

    [Fact]
    public void WideRegistersThatAreSavedAreOffered()
    {
        ProcessorDescription processor = Sample();
        processor.Structured.Ebx |= (1u << 16) | 1;
        processor.HideUnusable(0xE7);
        Assert.Contains("avx hypervisor lahf_lm avx2 avx512f\n", Write(processor));
        processor.HideUnusable(7);
        Assert.Contains("avx hypervisor lahf_lm avx2\n", Write(processor));
    }

    [Fact]
    public void FiveLevelsOfTablesAreNotOffered()
    {
        ProcessorDescription processor = Sample();
        processor.Structured.Ecx = 1 << 16;
        processor.AddressSizes.Eax = 0x3934;
        processor.HideUnusable(7);
        string text = Write(processor);
        Assert.Contains("\naddress sizes\t: 52 bits physical, 48 bits virtual\n", text);
        Assert.DoesNotContain("la57", text);
    }

    [Fact]
    public void EveryNamedBitHasAnotherName()
    {
        var leaf = new CpuidLeaf { Eax = uint.MaxValue, Ebx = uint.MaxValue, Ecx = uint.MaxValue, Edx = uint.MaxValue };
        var processor = new ProcessorDescription
        {
            Signature = leaf, Structured = leaf, StructuredMore = leaf, ExtendedState = leaf, Extended = leaf, Power = leaf,
        };
        string line = Write(processor).Split('\n').Single(text => text.StartsWith("flags"));
        string[] names = line.Split(": ")[1].Split(' ');
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.DoesNotContain("-", names);
        Assert.True(names.Length > 150, $"{names.Length} names");
    }

    [Theory]
    [InlineData("pbe", 0, 31)]
    [InlineData("hypervisor", 1, 31)]
    [InlineData("3dnow", 2, 31)]
    [InlineData("mwaitx", 3, 29)]
    [InlineData("avx512vl", 4, 31)]
    [InlineData("movdir64b", 5, 28)]
    [InlineData("avx512_fp16", 6, 23)]
    [InlineData("avx512_bf16", 7, 5)]
    [InlineData("xsaves", 8, 3)]
    [InlineData("rdpid", 5, 22)]
    [InlineData("fsrm", 6, 4)]
    [InlineData("sha_ni", 4, 29)]
    [InlineData("topoext", 3, 22)]
    [InlineData("rdtscp", 2, 27)]
    [InlineData("aes", 1, 25)]
    [InlineData("clflush", 0, 19)]
    public void BitHasItsName(string name, int register, int bit)
    {
        uint value = 1u << bit;
        var processor = new ProcessorDescription();
        switch (register)
        {
            case 0: processor.Signature.Edx = value; break;
            case 1: processor.Signature.Ecx = value; break;
            case 2: processor.Extended.Edx = value; break;
            case 3: processor.Extended.Ecx = value; break;
            case 4: processor.Structured.Ebx = value; break;
            case 5: processor.Structured.Ecx = value; break;
            case 6: processor.Structured.Edx = value; break;
            case 7: processor.StructuredMore.Eax = value; break;
            case 8: processor.ExtendedState.Eax = value; break;
        }

        Assert.Contains($"\nflags\t\t: {name}\n", Write(processor));
    }

    [Fact]
    public void ProcessorThatTellsNothingHasAText()
    {
        string text = Write(new ProcessorDescription(), cacheBytes: 0);
        Assert.Contains("model name\t: unknown\n", text);
        Assert.DoesNotContain("cache size", text);
        Assert.Contains("clflush size\t: 64\n", text);
    }

    private static ProcessorDescription Sample() => new()
    {
        Vendor = new CpuidLeaf { Eax = 28, Ebx = 0x68747541, Edx = 0x69746E65, Ecx = 0x444D4163 },
        Signature = new CpuidLeaf { Eax = 0x00B00F21, Ebx = 8 << 8, Edx = 1 | (1 << 4), Ecx = 1 | (1 << 26) | (1 << 27) | (1 << 28) | (1u << 31) },
        Structured = new CpuidLeaf { Ebx = 1 << 5 },
        Extended = new CpuidLeaf { Ecx = 1, Edx = (1 << 11) | (1 << 20) | (1 << 29) },
        Brand0 = Word(" AMD EPYC  \0junk"),
        Power = new CpuidLeaf { Edx = 1 << 8 },
        AddressSizes = new CpuidLeaf { Eax = 0x2F30 },
    };

    private static CpuidLeaf Word(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return new CpuidLeaf
        {
            Eax = System.BitConverter.ToUInt32(bytes, 0),
            Ebx = System.BitConverter.ToUInt32(bytes, 4),
            Ecx = System.BitConverter.ToUInt32(bytes, 8),
            Edx = System.BitConverter.ToUInt32(bytes, 12),
        };
    }

    private static string Write(ProcessorDescription processor, ulong cacheBytes = 1 << 20) =>
        Text.Of(text => ProcessorText.Write(processor, 2_596_098_000, cacheBytes, text));
}
