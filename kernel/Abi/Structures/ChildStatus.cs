// The part of siginfo_t that waitid(2) fills.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>28 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct ChildStatus
{
    public int Signal;
    public int Error;
    public int Code;
    private readonly int _padding;
    public int Process;
    public uint Uid;
    public int Status;
}
