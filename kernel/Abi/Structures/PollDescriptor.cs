// struct pollfd: one descriptor of poll and ppoll.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct PollDescriptor
{
    public int Descriptor;
    public ushort Events;
    public ushort Returned;
}
