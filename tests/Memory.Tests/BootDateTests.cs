// The date at the kernel's beginning is what the PC's clock allows, and as exact as the run script says it.
namespace Memory.Tests;

using Kernel.Abi;
using Kernel.Time;
using Xunit;

public sealed class BootDateTests
{
    private const ulong Quarter = 250_000_000;

    [Theory]
    [InlineData(1000, 0, 0ul, 1000, 0)]
    [InlineData(1000, Quarter, 0ul, 999, 750_000_000)]
    [InlineData(1000, 5 * Quarter, 0ul, 998, 750_000_000)]
    public void WithoutAWordOfTheHostItIsTheSecondsBeginning(long seconds, ulong sinceBoot, ulong told, long expected, long nanoseconds) =>
        AssertDate(seconds, sinceBoot, told, expected, nanoseconds);

    [Theory]
    [InlineData(1000, 0, 1_000_600_000ul, 1000, 600_000_000)]
    [InlineData(1000, 0, 1_001_999_999ul, 1001, 999_999_000)]
    [InlineData(1000, Quarter, 999_750_000ul, 999, 750_000_000)]
    [InlineData(1000, Quarter, 1_000_749_999ul, 1000, 749_999_000)]
    [InlineData(1000, 5 * Quarter, 999_000_000ul, 999, 0)]
    public void FilesThatTheHostHasJustWrittenAreNotInTheFuture(long seconds, ulong sinceBoot, ulong told, long expected, long nanoseconds) =>
        AssertDate(seconds, sinceBoot, told, expected, nanoseconds);

    [Theory]
    [InlineData(1000, 0, 999_999_999ul, 1000, 0)]
    [InlineData(1000, 0, 1_002_000_000ul, 1000, 0)]
    [InlineData(1000, Quarter, 1_001_750_000ul, 999, 750_000_000)]
    [InlineData(1000, 0, ulong.MaxValue, 1000, 0)]
    [InlineData(32_000_000_000, 0, 1_000_600_000ul, 32_000_000_000, 0)]
    [InlineData(32_000_000_000, 0, 32_000_000_000_600_000ul, 32_000_000_000, 600_000_000)]
    public void ADateThatThePcsClockContradictsIsNone(long seconds, ulong sinceBoot, ulong told, long expected, long nanoseconds) =>
        AssertDate(seconds, sinceBoot, told, expected, nanoseconds);

    private static void AssertDate(long seconds, ulong sinceBoot, ulong told, long expected, long nanoseconds)
    {
        Timespec date = BootDate.Find(seconds, sinceBoot, told);
        Assert.Equal((expected, nanoseconds), (date.Seconds, date.Nanoseconds));
    }
}
