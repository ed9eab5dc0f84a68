// What every sample needs besides the core library: an entry point for csc and the end of a failed check.
namespace Sample;

internal static class Frame
{
    private static void Main()
    {
    }

    [System.Runtime.RuntimeExport("runtime_fail")]
    private static void Fail(Internal.Runtime.CompilerHelpers.RuntimeFailure failure)
    {
    }
}
