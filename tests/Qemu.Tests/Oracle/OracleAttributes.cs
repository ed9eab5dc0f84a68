// [OracleFact] and [OracleTheory]: tests that need the native run, and say why when the host cannot do it.
namespace Qemu.Tests.Oracle;

internal sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute()
    {
        Skip = NativeRun.Obstacle;
    }
}

internal sealed class OracleTheoryAttribute : TheoryAttribute
{
    public OracleTheoryAttribute()
    {
        Skip = NativeRun.Obstacle;
    }
}
