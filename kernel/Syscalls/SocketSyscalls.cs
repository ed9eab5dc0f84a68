// socketpair, shutdown, the names of sockets and what cannot be done without a network. SyscallTable calls.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Process;
using Vfs;
using Vfs.Sockets;

public sealed class SocketSyscalls
{
    private const int Unix = 1;
    private const uint KindMask = 0xF;
    private const uint Raw = 3;

    private readonly Process _process;
    private readonly SocketFileSystem _sockets;

    public SocketSyscalls(Process process, SocketFileSystem sockets)
    {
        _process = process;
        _sockets = sockets;
    }

    public Errno CreatePair(int family, uint kind, int protocol, ulong address)
    {
        const OpenFlags known = OpenFlags.CloseOnExec | OpenFlags.NonBlocking;
        var flags = (OpenFlags)(kind & ~KindMask);
        if ((flags & ~known) != 0)
        {
            return Errno.EINVAL;
        }

        if (family != Unix)
        {
            return Errno.EAFNOSUPPORT;
        }

        if (protocol is not (0 or Unix))
        {
            return Errno.EPROTONOSUPPORT;
        }

        // AF_UNIX takes SOCK_RAW for SOCK_DGRAM.
        kind &= KindMask;
        var socketKind = (SocketKind)(kind == Raw ? (uint)SocketKind.Datagram : kind);
        if (socketKind is not (SocketKind.Stream or SocketKind.Datagram or SocketKind.SequencedPacket))
        {
            return Errno.ESOCKTNOSUPPORT;
        }

        Errno error = _sockets.OpenPair(socketKind, flags & OpenFlags.NonBlocking, out OpenFile? first, out OpenFile? second);
        return error != Errno.None ? error
            : DescriptorPair.Install(_process, address, first!, second!, (flags & OpenFlags.CloseOnExec) != 0);
    }

    public Errno Shutdown(int descriptor, int how)
    {
        Errno error = Find(descriptor, out SocketEnd? socket);
        return error != Errno.None ? error : socket!.Shutdown(how);
    }

    /// <summary>getsockname(2) and getpeername(2): the ends of a pair have no names.</summary>
    public Errno GetName(int descriptor, ulong address, ulong lengthAddress)
    {
        Errno error = Find(descriptor, out _);
        error = error != Errno.None ? error : _process.Memory.Read(lengthAddress, out int length);
        if (error != Errno.None)
        {
            return error;
        }

        _process.Memory.Read(lengthAddress, out length);
        if (length < 0)
        {
            return Errno.EINVAL;
        }

        System.Span<byte> family = stackalloc byte[2] { Unix, 0 };
        error = _process.Memory.CopyOut(address, family.Slice(0, System.Math.Min(length, 2)));
        return error != Errno.None ? error : _process.Memory.Write(lengthAddress, 2);
    }

    /// <summary>bind, connect, listen and accept on the end of a pair.</summary>
    public Errno Refuse(int descriptor, Errno reason)
    {
        Errno error = Find(descriptor, out _);
        return error != Errno.None ? error : reason;
    }

    /// <summary>A socket, borrowed. EBADF, ENOTSOCK.</summary>
    internal Errno Find(int descriptor, out SocketEnd? socket)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        socket = file.IsError ? null : file.Value.Node as SocketEnd;
        return file.IsError || file.Value.IsPath ? Errno.EBADF : socket == null ? Errno.ENOTSOCK : Errno.None;
    }
}
