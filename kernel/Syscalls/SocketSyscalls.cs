// socketpair, shutdown, the names of sockets and what cannot be done without a network. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Process;
using Vfs;
using Vfs.Sockets;

public sealed class SocketSyscalls
{
    private const int Unix = 1;
    private const uint KindMask = 0xF;
    private const uint Raw = 3;

    /// <summary>struct sockaddr_un: the family, then up to 108 bytes of a path.</summary>
    private const int FamilyBytes = 2, AddressBytes = 110;
    private const uint SocketMode = 0xC1FF;

    private readonly Process _process;
    private readonly FileOperations _files;
    private readonly NameOperations _names;
    private readonly SocketFileSystem _sockets;

    public SocketSyscalls(Process process, FileOperations files, NameOperations names, SocketFileSystem sockets)
    {
        _process = process;
        _files = files;
        _names = names;
        _sockets = sockets;
    }

    /// <summary>socket(2): AF_UNIX only, and nobody to talk to.</summary>
    public Result<long> Create(int family, uint kind, int protocol)
    {
        Errno error = Check(family, ref kind, protocol, out OpenFlags flags);
        return error != Errno.None ? error
            : _process.Files.Give(_sockets.OpenLoose((SocketKind)kind, flags & OpenFlags.NonBlocking), (flags & OpenFlags.CloseOnExec) != 0).Widen();
    }

    public Errno CreatePair(int family, uint kind, int protocol, ulong address)
    {
        Errno error = Check(family, ref kind, protocol, out OpenFlags flags);
        if (error != Errno.None)
        {
            return error;
        }

        error = _sockets.OpenPair((SocketKind)kind, flags & OpenFlags.NonBlocking, out OpenFile? first, out OpenFile? second);
        return error != Errno.None ? error
            : DescriptorPair.Install(_process, address, first!, second!, (flags & OpenFlags.CloseOnExec) != 0);
    }

    private static Errno Check(int family, ref uint kind, int protocol, out OpenFlags flags)
    {
        const OpenFlags known = OpenFlags.CloseOnExec | OpenFlags.NonBlocking;
        flags = (OpenFlags)(kind & ~KindMask);
        kind &= KindMask;
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
        kind = kind == Raw ? (uint)SocketKind.Datagram : kind;
        return (SocketKind)kind is SocketKind.Stream or SocketKind.Datagram or SocketKind.SequencedPacket ? Errno.None : Errno.ESOCKTNOSUPPORT;
    }

    public Errno Shutdown(int descriptor, int how)
    {
        Errno error = Find(descriptor, out SocketEnd? socket);
        return error != Errno.None ? error : socket!.Shutdown(how);
    }

    /// <summary>getsockname(2): no socket tells its name.</summary>
    public Errno GetName(int descriptor, ulong address, ulong lengthAddress)
    {
        Errno error = Find(descriptor, out _);
        return error != Errno.None ? error : WriteName(address, lengthAddress);
    }

    public Errno GetPeerName(int descriptor, ulong address, ulong lengthAddress)
    {
        Errno error = Find(descriptor, out SocketEnd? socket);
        error = error != Errno.None || socket!.IsConnected ? error : Errno.ENOTCONN;
        return error != Errno.None ? error : WriteName(address, lengthAddress);
    }

    /// <summary>bind(2): makes the socket's file, if the file system can (QEMU's server can not: ENXIO). EADDRINUSE.</summary>
    public Errno Bind(int descriptor, ulong address, int length)
    {
        Errno error = Take(descriptor, out OpenFile? file, out SocketEnd? socket);
        if (error != Errno.None)
        {
            return error;
        }

        error = Bind(socket!, address, length);
        file!.Release();
        return error;
    }

    private Errno Bind(SocketEnd socket, ulong address, int length)
    {
        Span<byte> name = stackalloc byte[AddressBytes];
        Result<int> size = ReadName(address, length, name);
        if (size.IsError || socket.IsConnected || socket.IsBound)
        {
            return size.IsError ? size.Error : Errno.EINVAL;
        }

        Errno error = _names.MakeNode(_process.Context, null, name.Slice(FamilyBytes, size.Value), SocketMode, 0);
        socket.IsBound = error == Errno.None;
        return error == Errno.EEXIST ? Errno.EADDRINUSE : error;
    }

    /// <summary>connect(2): nobody listens. ENOENT, ECONNREFUSED.</summary>
    public Errno Connect(int descriptor, ulong address, int length)
    {
        Errno error = Find(descriptor, out SocketEnd? socket);
        if (error != Errno.None)
        {
            return error;
        }

        Span<byte> name = stackalloc byte[AddressBytes];
        Result<int> size = ReadName(address, length, name);
        if (size.IsError || socket!.IsConnected)
        {
            return size.IsError ? size.Error : Errno.EISCONN;
        }

        if (name[FamilyBytes] == 0)
        {
            return Errno.ECONNREFUSED;
        }

        Result<Dentry> found = _files.Find(_process.Context, null, name.Slice(FamilyBytes, size.Value), LookupFlags.None);
        if (found.IsError)
        {
            return found.Error;
        }

        found.Value.Release();
        return Errno.ECONNREFUSED;
    }

    /// <summary>listen(2): nobody could come.</summary>
    public Errno Listen(int descriptor)
    {
        Errno error = Find(descriptor, out SocketEnd? socket);
        return error != Errno.None ? error
            : socket!.Kind == SocketKind.Datagram ? Errno.EOPNOTSUPP
            : socket.IsBound ? Errno.None : Errno.EINVAL;
    }

    /// <summary>accept(2): as nobody connects, there is nothing to wait for.</summary>
    public Errno Accept(int descriptor)
    {
        Errno error = Find(descriptor, out SocketEnd? socket);
        return error != Errno.None ? error
            : socket!.Kind == SocketKind.Datagram ? Errno.EOPNOTSUPP
            : socket.IsBound ? Errno.EAGAIN : Errno.EINVAL;
    }

    // The path's length; an abstract name counts as its NUL.
    private Result<int> ReadName(ulong address, int length, Span<byte> name)
    {
        if (length is <= FamilyBytes or > AddressBytes)
        {
            return Errno.EINVAL;
        }

        name = name.Slice(0, length);
        Errno error = _process.Memory.CopyIn(address, name);
        if (error != Errno.None || name[0] != Unix || name[1] != 0)
        {
            return error != Errno.None ? error : Errno.EINVAL;
        }

        int end = name.Slice(FamilyBytes).IndexOf((byte)0);
        return end < 0 ? length - FamilyBytes : end;
    }

    private Errno WriteName(ulong address, ulong lengthAddress)
    {
        Errno error = _process.Memory.Read(lengthAddress, out int length);
        if (error != Errno.None || length < 0)
        {
            return error != Errno.None ? error : Errno.EINVAL;
        }

        Span<byte> family = stackalloc byte[FamilyBytes] { Unix, 0 };
        error = _process.Memory.CopyOut(address, family.Slice(0, Math.Min(length, FamilyBytes)));
        return error != Errno.None ? error : _process.Memory.Write(lengthAddress, FamilyBytes);
    }

    /// <summary>
    /// A socket that stays open until the caller releases <paramref name="file"/>, whatever other threads close meanwhile. EBADF, ENOTSOCK.
    /// </summary>
    internal Errno Take(int descriptor, out OpenFile? file, out SocketEnd? socket)
    {
        Errno error = Find(descriptor, out socket);
        file = error != Errno.None ? null : _process.Files.Take(descriptor).Value;
        return error;
    }

    /// <summary>A socket, borrowed until something sleeps: reading the app's memory may. EBADF, ENOTSOCK.</summary>
    internal Errno Find(int descriptor, out SocketEnd? socket)
    {
        Result<OpenFile> file = _process.Files.Get(descriptor);
        socket = file.IsError ? null : file.Value.Node as SocketEnd;
        return file.IsError || file.Value.IsPath ? Errno.EBADF : socket == null ? Errno.ENOTSOCK : Errno.None;
    }
}
