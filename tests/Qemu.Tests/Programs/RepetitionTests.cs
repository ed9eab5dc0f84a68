// What depends on who runs when shows only now and then: ten runs in a row, each of which must be like Linux.
namespace Qemu.Tests.Programs;

using Qemu.Tests.Oracle;

public sealed class RepetitionTests
{
    private const int Runs = 10;

    [OracleTheory]
    [InlineData("threads", "dynamic")]
    [InlineData("threads", "static")]
    [InlineData("threads", "pie")]
    [InlineData("gc", "dynamic", "32")]
    [InlineData("gc", "static", "32")]
    [InlineData("gc", "pie", "32")]
    [InlineData("exceptions", "dynamic", "500", "200")]
    [InlineData("exceptions", "static", "500", "200")]
    [InlineData("exceptions", "pie", "500", "200")]
    [InlineData("tight", "dynamic")]
    [InlineData("tight", "static")]
    [InlineData("tight", "pie")]
    public void TenRunsAreAllLikeLinux(string app, string variant, params string[] arguments)
    {
        for (int run = 0; run < Runs; run++)
        {
            using LinuxOracle oracle = DotNetApp.Oracle(app, variant);
            oracle.AssertSame([DotNetApp.PathOf(app, variant), .. arguments]);
        }
    }
}
