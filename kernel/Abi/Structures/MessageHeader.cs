// struct msghdr of sendmsg and recvmsg (include/linux/socket.h, user_msghdr).
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>56 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct MessageHeader
{
    public ulong Name;
    public uint NameLength;
    private readonly uint _padding;
    public ulong Vector;
    public ulong VectorLength;
    public ulong Control;
    public ulong ControlLength;
    public uint Flags;
    private readonly uint _end;
}
