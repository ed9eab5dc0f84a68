// FUTEX_WAKE_OP's code: four bits each of operation and comparison, twelve signed bits each of their operands (futex(2)).
namespace Process.Tests;

using Kernel.Abi;
using Kernel.Process;
using Xunit;

public sealed class FutexOperationTests
{
    [Theory]
    [InlineData(0u, 7, 5, 7)]
    [InlineData(1u, 7, 5, 12)]
    [InlineData(2u, 6, 5, 7)]
    [InlineData(3u, 4, 5, 1)]
    [InlineData(4u, 6, 5, 3)]
    [InlineData(1u, -1, 5, 4)]
    [InlineData(8u, 4, 5, 16)]
    [InlineData(10u, 33, 0, 2)]
    public void OperationsChangeTheWord(uint operation, int operand, int before, int after) =>
        Assert.Equal(after, Of(operation, 0, operand, 0).Apply(before).Value);

    [Theory]
    [InlineData(0u, 5, true)]
    [InlineData(1u, 5, false)]
    [InlineData(2u, 6, true)]
    [InlineData(3u, 5, true)]
    [InlineData(4u, 5, false)]
    [InlineData(5u, -1, true)]
    public void ComparisonsLookAtTheOldWord(uint comparison, int comparand, bool holds) =>
        Assert.Equal(holds, Of(0, comparison, 0, comparand).Compare(5).Value);

    [Fact]
    public void UnknownCodesAreRefused()
    {
        Assert.Equal(Errno.ENOSYS, Of(5, 0, 0, 0).Apply(0).Error);
        Assert.Equal(Errno.ENOSYS, Of(0, 6, 0, 0).Compare(0).Error);
    }

    private static FutexOperation Of(uint operation, uint comparison, int operand, int comparand) =>
        new(operation << 28 | comparison << 24 | ((uint)operand & 0xFFF) << 12 | ((uint)comparand & 0xFFF));
}
