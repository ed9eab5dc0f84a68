// The x86 instructions that C# names itself.
namespace System.Runtime.Intrinsics.X86;

using System.Runtime.CompilerServices;

[Intrinsic]
public abstract class X86Base
{
    public static bool IsSupported => true;

    /// <summary>PAUSE: tells the CPU that this is a spin loop.</summary>
    public static void Pause() => Pause();
}
