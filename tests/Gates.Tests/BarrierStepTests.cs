// Calls of the write barrier become stores, and nothing else changes.
namespace Gates.Tests;

using System.IO;
using System.Linq;
using global::Tests.Shared;
using Xunit;

public sealed class BarrierStepTests(SampleCompiler compiler) : IClassFixture<SampleCompiler>
{
    [Fact]
    public void EveryCallOfTheBarrierBecomesAStore()
    {
        Sample sample = compiler.Compile("Stores", string.Empty, "Frame");
        string changed = sample.ObjectPath + ".stores";
        int calls = Barriers(sample.Object);
        Assert.NotEqual(0, calls);

        File.Copy(sample.ObjectPath, changed, overwrite: true);
        Assert.Equal(0, BarrierStep.Run(changed));

        var compiled = new ElfFile(changed);
        Assert.Equal(0, Barriers(compiled));
        byte[] before = File.ReadAllBytes(sample.ObjectPath);
        byte[] after = File.ReadAllBytes(changed);
        Assert.Equal(before.Length, after.Length);
        Assert.InRange(before.Zip(after).Count(pair => pair.First != pair.Second), calls, calls * (5 + 8));
        foreach (ElfRelocation call in sample.Object.Relocations.Where(IsBarrier))
        {
            int start = (int)(compiled.Sections[call.Section].Offset + call.Offset) - 1;
            Assert.Equal([0x48, 0x89, 0x37, 0x66, 0x90], after[start..(start + 5)]);
        }
    }

    private static int Barriers(ElfFile file) => file.Relocations.Count(IsBarrier);

    private static bool IsBarrier(ElfRelocation relocation) => relocation.Symbol is "RhpAssignRef" or "RhpCheckedAssignRef";
}
