// getsockopt and setsockopt: the few options that a pair of sockets has. SyscallTable calls.
namespace Kernel.Syscalls;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using Kernel.Process;
using Vfs;
using Vfs.Sockets;

public sealed class SocketOptionSyscalls
{
    private const int SocketLevel = 1;
    private const int Unix = 1;

    private readonly Process _process;
    private readonly SocketSyscalls _sockets;

    public SocketOptionSyscalls(Process process, SocketSyscalls sockets)
    {
        _process = process;
        _sockets = sockets;
    }

    /// <summary>SO_* (include/uapi/asm-generic/socket.h).</summary>
    private enum Option
    {
        ReuseAddress = 2,
        Kind = 3,
        Error = 4,
        Broadcast = 6,
        SendBuffer = 7,
        ReceiveBuffer = 8,
        KeepAlive = 9,
        Priority = 12,
        PeerCredentials = 17,
        AcceptsConnections = 30,
        Protocol = 38,
        Domain = 39,
    }

    public Errno Get(int descriptor, int level, int option, ulong value, ulong lengthAddress)
    {
        Errno error = _sockets.Take(descriptor, out OpenFile? file, out SocketEnd? socket);
        if (error != Errno.None)
        {
            return error;
        }

        error = level != SocketLevel ? Errno.EOPNOTSUPP : Get(socket!, option, value, lengthAddress);
        file!.Release();
        return error;
    }

    private Errno Get(SocketEnd socket, int option, ulong value, ulong lengthAddress)
    {
        Errno error = _process.Memory.Read(lengthAddress, out int length);
        if (error != Errno.None || length < 0)
        {
            return error != Errno.None ? error : Errno.EINVAL;
        }

        Span<byte> bytes = stackalloc byte[12];
        Result<int> size = Write((Option)option, socket, bytes);
        if (size.IsError)
        {
            return size.Error;
        }

        length = Math.Min(length, size.Value);
        error = _process.Memory.CopyOut(value, bytes.Slice(0, length));
        return error != Errno.None ? error : _process.Memory.Write(lengthAddress, length);
    }

    public Errno Set(int descriptor, int level, int option, ulong value, int length)
    {
        Errno error = _sockets.Find(descriptor, out _);
        if (error != Errno.None)
        {
            return error;
        }

        if (level != SocketLevel)
        {
            return Errno.EOPNOTSUPP;
        }

        if (length < sizeof(int))
        {
            return Errno.EINVAL;
        }

        error = _process.Memory.Read(value, out int _);
        return error != Errno.None ? error : (Option)option switch
        {
            Option.ReuseAddress or Option.Broadcast or Option.SendBuffer or Option.ReceiveBuffer or Option.KeepAlive or Option.Priority => Errno.None,
            _ => Errno.ENOPROTOOPT,
        };
    }

    private Result<int> Write(Option option, SocketEnd socket, Span<byte> bytes)
    {
        int value;
        switch (option)
        {
            case Option.Kind:
                value = (int)socket.Kind;
                break;
            case Option.Error:
                value = (int)socket.TakeError();
                break;
            case Option.SendBuffer or Option.ReceiveBuffer:
                value = SocketEnd.BufferLength;
                break;
            case Option.Domain:
                value = Unix;
                break;
            case Option.ReuseAddress or Option.Broadcast or Option.KeepAlive or Option.Priority or Option.AcceptsConnections or Option.Protocol:
                value = 0;
                break;
            case Option.PeerCredentials:
                BinaryPrimitives.WriteInt32LittleEndian(bytes, Process.Id);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], _process.Credentials.EffectiveUid);
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], _process.Credentials.EffectiveGid);
                return 12;
            default:
                return Errno.ENOPROTOOPT;
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return sizeof(int);
    }
}
