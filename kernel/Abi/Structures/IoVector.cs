// struct iovec: the pieces of readv, writev, preadv and pwritev.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct IoVector
{
    public ulong Address;
    public ulong Length;
}
