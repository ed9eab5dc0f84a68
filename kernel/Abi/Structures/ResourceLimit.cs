// struct rlimit64: what getrlimit, setrlimit and prlimit64 exchange with the app.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ResourceLimit
{
    /// <summary>RLIM_INFINITY.</summary>
    public const ulong Unlimited = ulong.MaxValue;

    public ulong Current;
    public ulong Maximum;
}
