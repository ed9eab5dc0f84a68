// Boots tests/script-kernel, which acts out the given words, so that qemu-run.sh is tested without our kernel.
namespace Qemu.Tests.Script;

using System.IO;
using System.Linq;
using Qemu.Tests.Running;

internal static class ScriptedGuest
{
    public static VirtualMachine Machine => new()
    {
        Kernel = Clone.ScriptKernel,
        Share = Path.GetTempPath(),
        TimeoutSeconds = 30,
    };

    public static Outcome Run(params string[] words) => Machine.Run(words.Prepend("/x").ToArray());
}
