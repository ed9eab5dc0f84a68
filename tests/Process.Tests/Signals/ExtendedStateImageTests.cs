// The floating-point state of a frame: marked as Linux marks it, and refused when XRSTOR would fault on what the app made of it.
namespace Process.Tests.Signals;

using System;
using System.Buffers.Binary;
using Kernel.Process.Signals;
using Xunit;

public sealed class ExtendedStateImageTests
{
    private const int Size = 832;
    private const ulong Features = 7;
    private const uint MxcsrMask = 0xFFFF;

    private readonly byte[] _image = new byte[Size];

    public ExtendedStateImageTests()
    {
        ExtendedStateImage.Initialize(_image);
        ExtendedStateImage.Seal(_image, Features);
    }

    [Fact]
    public void SealedImageSaysHowLongItIs()
    {
        Assert.Equal(Size, ExtendedStateImage.LengthOf(_image.AsSpan(0, 512), Size));
        Assert.Equal(0x46505853u, BinaryPrimitives.ReadUInt32LittleEndian(_image.AsSpan(464)));
        Assert.Equal(Size + 4u, BinaryPrimitives.ReadUInt32LittleEndian(_image.AsSpan(468)));
        Assert.Equal(Features, BinaryPrimitives.ReadUInt64LittleEndian(_image.AsSpan(472)));
        Assert.True(ExtendedStateImage.Validate(_image, Features, MxcsrMask));
    }

    [Theory]
    [InlineData(575u, 900u)]
    [InlineData(833u, 900u)]
    [InlineData(832u, 831u)]
    public void ImplausibleLengthMeansLegacyState(uint length, uint extended)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(480), length);
        BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(468), extended);
        Assert.Equal(0, ExtendedStateImage.LengthOf(_image, Size));
    }

    [Fact]
    public void VectorsOfTheTrapFrameGoIntoTheImageAndComeBack()
    {
        byte[] registers = new byte[256];
        new Random(1).NextBytes(registers);
        ExtendedStateImage.SetVectors(_image, registers);
        byte[] back = new byte[256];
        ExtendedStateImage.GetVectors(_image, back);
        Assert.Equal(registers, back);
    }

    [Fact]
    public void VectorsThatTheHeaderCallsInitialAreZero()
    {
        _image.AsSpan(160, 256).Fill(0xAA);
        byte[] registers = [.. new byte[256]];
        ExtendedStateImage.GetVectors(_image, registers);
        Assert.All(registers, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(512, 8)]
    [InlineData(520, 1)]
    [InlineData(527, 0x80)]
    [InlineData(528, 1)]
    [InlineData(575, 1)]
    [InlineData(26, 1)]
    public void WhatWouldFaultIsRefused(int offset, byte value)
    {
        _image[offset] = value;
        Assert.False(ExtendedStateImage.Validate(_image, Features, MxcsrMask));
    }

    [Fact]
    public void LegacyStateIsCompletedWithTheRestAsAtAStart()
    {
        _image.AsSpan(512).Fill(0xFF);
        ExtendedStateImage.CompleteLegacy(_image);
        Assert.Equal(3, _image[512]);
        Assert.True(ExtendedStateImage.Validate(_image, Features, MxcsrMask));
    }

    [Fact]
    public void PartsThatTheMarkDoesNotAnnounceAreLeftOut()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_image.AsSpan(472), 3);
        _image[512] = 7;
        Assert.True(ExtendedStateImage.Validate(_image, Features, MxcsrMask));
        Assert.Equal(3, _image[512]);
    }

    [Fact]
    public void RandomBytesNeverGetAnythingThroughThatXrstorRefuses()
    {
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++)
        {
            random.NextBytes(_image);
            if (round % 2 == 0)
            {
                // Mostly right, so that some pass.
                _image.AsSpan(513, 63).Clear();
                _image[512] &= 15;
                _image.AsSpan(26, 2).Clear();
            }

            if (ExtendedStateImage.Validate(_image, Features, MxcsrMask))
            {
                Assert.Equal(0, _image[512] & ~7);
                Assert.All(_image[513..576], value => Assert.Equal(0, value));
                Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(_image.AsSpan(24)) & ~MxcsrMask);
            }
        }
    }
}
