// struct epoll_event: what epoll_ctl asks for and epoll_wait returns; packed on x86-64 (include/uapi/linux/eventpoll.h).
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>12 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EpollEvent
{
    public const int Size = 12;

    public uint Events;
    public ulong Data;
}
