// The .NET of the host with its JIT compiler runs in the VM, from the host's root.
namespace Qemu.Tests.Programs;

using System.IO;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;

public sealed class JitTests
{
    private static string DotNet => HostProcess.Run("/bin/sh", ["-c", "readlink -f \"$(command -v dotnet)\""]).OutputText.Trim();

    [OracleFact]
    public void AnAppOfIntermediateLanguageIsCompiledInTheGuest()
    {
        using var oracle = new HostOracle(folder =>
        {
            foreach (string file in Directory.GetFiles(Path.Combine(Clone.Root, "out/guests/jit/bin/jit/release")))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
        })
        { TimeoutSeconds = 120 };
        oracle.AssertSame(DotNet, "/tmp/jit.dll", "one", "two");
    }
}
