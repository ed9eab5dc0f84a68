// The apps of tests/guests/dotnet: where they lie in a share, and an oracle over a share that holds one.
namespace Qemu.Tests.Oracle;

internal static class DotNetApp
{
    /// <summary>What is published by default; one file at a fixed place; one file that the kernel places.</summary>
    public static readonly string[] Variants = ["dynamic", "static", "pie"];

    public static string PathOf(string app, string variant) => $"/dotnet-{app}-{variant}";

    public static LinuxOracle Oracle(string app, string variant, byte[]? input = null, int seconds = 120, params string[] options) =>
        new(share => (variant == "dynamic" ? share.WithLibraries() : share).With(PathOf(app, variant)[1..]))
        {
            Input = input ?? [],
            Environment = ["FOO=bar", "HOME=/tmp", "TMPDIR=/tmp"],
            Options = options,
            TimeoutSeconds = seconds,
        };
}
