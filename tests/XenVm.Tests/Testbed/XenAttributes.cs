// [XenFact], [XenTheory] and their kin with a native run: tests that say why they are skipped where there is no Xen.
namespace XenVm.Tests.Testbed;

internal sealed class XenFactAttribute : FactAttribute
{
    public XenFactAttribute()
    {
        Skip = XenTestbed.Obstacle;
    }
}

internal sealed class XenTheoryAttribute : TheoryAttribute
{
    public XenTheoryAttribute()
    {
        Skip = XenTestbed.Obstacle;
    }
}

internal sealed class XenOracleFactAttribute : FactAttribute
{
    public XenOracleFactAttribute()
    {
        Skip = XenTestbed.OracleObstacle;
    }
}

internal sealed class XenOracleTheoryAttribute : TheoryAttribute
{
    public XenOracleTheoryAttribute()
    {
        Skip = XenTestbed.OracleObstacle;
    }
}
