// Which methods are to be inlined; tried on this assembly itself.
namespace Gates.Tests;

using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Xunit;

public sealed class InlineStepTests
{
    [Theory]
    [InlineData(nameof(Sample.Once), true)]
    [InlineData(nameof(Sample.Generic), false)]
    [InlineData(nameof(Sample.Twice), false)]
    [InlineData(nameof(Sample.Never), false)]
    [InlineData(nameof(Sample.Itself), false)]
    [InlineData(nameof(Sample.Refusing), false)]
    [InlineData(nameof(Sample.Overridable), false)]
    public void OnlyWhatOnePlaceCallsIsInlined(string method, bool isInlined)
    {
        byte[] assembly = File.ReadAllBytes(typeof(Sample).Assembly.Location);
        Assert.False(IsInlined(assembly, method));
        Assert.NotEqual(0, InlineStep.Mark(assembly));
        Assert.Equal(isInlined, IsInlined(assembly, method));
    }

    [Fact]
    public void NothingElseChanges()
    {
        byte[] before = File.ReadAllBytes(typeof(Sample).Assembly.Location);
        byte[] after = (byte[])before.Clone();
        int count = InlineStep.Mark(after);
        Assert.Equal(count, before.Zip(after).Count(pair => pair.First != pair.Second));
    }

    private static bool IsInlined(byte[] assembly, string name)
    {
        using PEReader image = new(new MemoryStream(assembly));
        MetadataReader metadata = image.GetMetadataReader();
        TypeDefinition sample = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Single(type => metadata.GetString(type.Name) == nameof(Sample)
            && !type.GetDeclaringType().IsNil
            && metadata.GetString(metadata.GetTypeDefinition(type.GetDeclaringType()).Name) == nameof(InlineStepTests));
        MethodDefinition method = sample.GetMethods().Select(metadata.GetMethodDefinition).Single(one => metadata.GetString(one.Name) == name);
        return (method.ImplAttributes & MethodImplAttributes.AggressiveInlining) != 0;
    }

    private class Sample
    {
        public int Caller() => Once(1) + Twice(2) + Twice(3) + Refusing(4) + Overridable(5) + Generic(6);

        public int Never() => Caller();

        public static int Once(int value) => value;

        public static T Generic<T>(T value) => value;

        public static int Twice(int value) => value;

        public static int Itself(int value) => value == 0 ? 0 : Itself(value - 1);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static int Refusing(int value) => value;

        public virtual int Overridable(int value) => value;
    }
}
