// The grant table against memory that plays Xen's part of it.
namespace Xen.Tests;

using System.Collections.Generic;
using Drivers.Xen;
using Kernel.Abi;
using Xen.Tests.Fakes;
using Xunit;

public sealed class GrantTableTests
{
    private const uint Reading = 8, Writing = 16;

    [Fact]
    public void AGrantIsAnEntryOfFlagsDomainAndFrame()
    {
        var frames = new FakeGrantFrames(limit: 4);
        var table = new GrantTable(frames);

        uint reference = table.Grant(7, 0x12345678, isReadOnly: false).Value;
        uint readOnly = table.Grant(0xFFFE, 9, isReadOnly: true).Value;

        Assert.Equal(0x0007_0001u, frames.Word(reference, 0));
        Assert.Equal(0x12345678u, frames.Word(reference, 4));
        Assert.Equal(0xFFFE_0005u, frames.Word(readOnly, 0));
        Assert.Equal(2, table.InUse);
    }

    [Fact]
    public void TheFirstEightReferencesBelongToTheToolstack()
    {
        var frames = new FakeGrantFrames(limit: 1);
        frames.SetWord(0, 0, 0x0000_0001);
        frames.SetWord(1, 0, 0x0000_0001);
        var table = new GrantTable(frames);

        Assert.Equal(8u, table.Grant(0, 1, isReadOnly: false).Value);
        Assert.Equal(1u, frames.Word(1, 0));
    }

    [Fact]
    public void TheTableGrowsByAFrameWhenItIsFullAndSaysENOSPCAtTheLimit()
    {
        var frames = new FakeGrantFrames(limit: 3);
        var table = new GrantTable(frames);
        var references = new HashSet<uint>();

        for (int i = 0; i < (3 * 512) - 8; i++)
        {
            Result<uint> granted = table.Grant(0, (ulong)i, isReadOnly: false);
            Assert.False(granted.IsError);
            Assert.True(references.Add(granted.Value));
        }

        Assert.Equal(3, frames.Added);
        Assert.Equal(Errno.ENOSPC, table.Grant(0, 1, isReadOnly: false).Error);
        Assert.Equal(references.Count, table.InUse);
    }

    [Fact]
    public void AFrameThatCannotBeAddedFailsThatGrantAndMayWorkLater()
    {
        var frames = new FakeGrantFrames(limit: 2) { Refusal = Errno.ENOMEM };
        var table = new GrantTable(frames);

        Assert.Equal(Errno.ENOMEM, table.Grant(0, 1, isReadOnly: false).Error);
        frames.Refusal = Errno.None;
        Assert.False(table.Grant(0, 1, isReadOnly: false).IsError);
        Assert.Equal(1, table.InUse);
    }

    [Fact]
    public void AnEndedReferenceIsGivenOutAgain()
    {
        var table = new GrantTable(new FakeGrantFrames(limit: 1));
        uint first = table.Grant(0, 1, isReadOnly: false).Value;
        table.Grant(0, 2, isReadOnly: false);

        Assert.True(table.TryEnd(first));
        Assert.Equal(first, table.Grant(0, 3, isReadOnly: false).Value);
        Assert.Equal(2, table.InUse);
    }

    [Theory]
    [InlineData(Reading)]
    [InlineData(Writing)]
    [InlineData(Reading | Writing)]
    public void APageThatThePeerStillMapsCannotBeEndedUntilItLetsGo(uint use)
    {
        var frames = new FakeGrantFrames(limit: 1);
        var table = new GrantTable(frames);
        uint reference = table.Grant(0, 1, isReadOnly: false).Value;
        uint idle = frames.Word(reference, 0);
        frames.SetWord(reference, 0, idle | use);

        Assert.False(table.TryEnd(reference));
        Assert.Equal(1, table.InUse);
        Assert.Equal(idle | use, frames.Word(reference, 0));

        frames.SetWord(reference, 0, idle);
        Assert.True(table.TryEnd(reference));
        Assert.Equal(0u, frames.Word(reference, 0));
        Assert.Equal(0, table.InUse);
    }

    [Fact]
    public void EndingAReferenceTwiceDoesNotGiveItOutTwice()
    {
        var table = new GrantTable(new FakeGrantFrames(limit: 1));
        uint reference = table.Grant(0, 1, isReadOnly: false).Value;

        Assert.True(table.TryEnd(reference));
        Assert.True(table.TryEnd(reference));
        Assert.Equal(0, table.InUse);
        Assert.NotEqual(table.Grant(0, 1, isReadOnly: false).Value, table.Grant(0, 2, isReadOnly: false).Value);
    }

    [Fact]
    public void AFrameNumberOfMoreThan32BitsCannotBeGranted()
    {
        var table = new GrantTable(new FakeGrantFrames(limit: 1));

        Assert.Equal(Errno.EINVAL, table.Grant(0, 1UL << 32, isReadOnly: false).Error);
        Assert.Equal(0, table.InUse);
    }
}
