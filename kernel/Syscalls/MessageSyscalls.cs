// sendto, recvfrom, sendmsg, recvmsg on the ends of socket pairs. SyscallTable calls, SocketEnd does the work.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Memory;
using Kernel.Process;
using Vfs;
using Vfs.Sockets;

public sealed class MessageSyscalls
{
    private const MessageFlags SendFlags = MessageFlags.DoNotWait | MessageFlags.NoSignal | MessageFlags.EndOfRecord;

    private readonly Process _process;
    private readonly SocketSyscalls _sockets;
    private readonly FileSyscalls _files;
    private readonly UserBuffers _buffers;

    public MessageSyscalls(Process process, SocketSyscalls sockets, FileSyscalls files, UserBuffers buffers)
    {
        _process = process;
        _sockets = sockets;
        _files = files;
        _buffers = buffers;
    }

    public Result<long> SendTo(int descriptor, ulong address, ulong length, uint flags, ulong name)
    {
        Errno error = _sockets.Take(descriptor, out OpenFile? file, out SocketEnd? socket);
        if (error != Errno.None)
        {
            return error;
        }

        error = CheckSend(socket!, flags, name);
        Result<int> sent = error != Errno.None ? error
            : socket!.Send(file!, _buffers.View(address, FileSyscalls.Clamp(length), IoDirection.ToFile), (MessageFlags)flags);
        file!.Release();
        return Signalled(sent, flags);
    }

    public Result<long> ReceiveFrom(int descriptor, ulong address, ulong length, uint flags, ulong name, ulong nameLength)
    {
        Errno error = _sockets.Take(descriptor, out OpenFile? file, out SocketEnd? socket);
        if (error != Errno.None)
        {
            return error;
        }

        long whole = 0;
        UserBuffer buffer = _buffers.View(address, FileSyscalls.Clamp(length), IoDirection.FromFile);
        Result<int> received = ((MessageFlags)flags & MessageFlags.OutOfBand) != 0 ? Errno.EOPNOTSUPP
            : socket!.Receive(file!, buffer, ref whole, (MessageFlags)flags);
        SocketKind kind = socket!.Kind;
        file!.Release();
        if (received.IsError)
        {
            return received.Error;
        }

        // Who sent it has no name.
        error = name == 0 ? Errno.None : _process.Memory.Write(nameLength, 0);
        bool wantsWhole = ((MessageFlags)flags & MessageFlags.Truncate) != 0 && kind != SocketKind.Stream && whole >= 0;
        return error != Errno.None ? error : wantsWhole ? whole : received.Value;
    }

    public Result<long> SendMessage(int descriptor, ulong address, uint flags)
    {
        Errno error = _sockets.Take(descriptor, out OpenFile? file, out SocketEnd? socket);
        if (error != Errno.None)
        {
            return error;
        }

        Result<long> sent = SendMessage(file!, socket!, address, flags);
        file!.Release();
        return sent;
    }

    public Result<long> ReceiveMessage(int descriptor, ulong address, uint flags)
    {
        Errno error = _sockets.Take(descriptor, out OpenFile? file, out SocketEnd? socket);
        if (error != Errno.None)
        {
            return error;
        }

        Result<long> received = ReceiveMessage(file!, socket!, address, flags);
        file!.Release();
        return received;
    }

    private Result<long> SendMessage(OpenFile file, SocketEnd socket, ulong address, uint flags)
    {
        Errno error = _process.Memory.Read(address, out MessageHeader header);
        error = error != Errno.None ? error : CheckSend(socket, flags, header.Name);
        error = error != Errno.None || header.ControlLength == 0 ? error : Errno.EOPNOTSUPP;
        return error != Errno.None ? error : TransferMessage(file, socket, in header, flags, IoDirection.ToFile, out _);
    }

    private Result<long> ReceiveMessage(OpenFile file, SocketEnd socket, ulong address, uint flags)
    {
        Errno error = _process.Memory.Read(address, out MessageHeader header);
        if (error != Errno.None || ((MessageFlags)flags & MessageFlags.OutOfBand) != 0)
        {
            return error != Errno.None ? error : Errno.EOPNOTSUPP;
        }

        Result<long> received = TransferMessage(file, socket, in header, flags, IoDirection.FromFile, out long whole);
        if (received.IsError)
        {
            return received;
        }

        bool isCut = socket.Kind != SocketKind.Stream && whole > received.Value;
        header.NameLength = 0;
        header.ControlLength = 0;
        header.Flags = (uint)(isCut ? MessageFlags.Truncate : MessageFlags.None) | (flags & (uint)MessageFlags.CloseOnExec);
        error = _process.Memory.Write(address, in header);
        return error != Errno.None ? error : isCut && ((MessageFlags)flags & MessageFlags.Truncate) != 0 ? whole : received.Value;
    }

    private static Errno CheckSend(SocketEnd socket, uint flags, ulong name)
    {
        if (((MessageFlags)flags & ~SendFlags) != 0)
        {
            return Errno.EOPNOTSUPP;
        }

        return name == 0 ? Errno.None : socket.Kind == SocketKind.Stream ? Errno.EISCONN : Errno.EOPNOTSUPP;
    }

    private Result<long> TransferMessage(OpenFile file, SocketEnd socket, in MessageHeader header, uint flags, IoDirection direction, out long whole)
    {
        whole = 0;
        var pieces = new IoVectors(_process.Memory, header.Vector, header.VectorLength);
        Result<long> total = pieces.AreTooMany ? Errno.EMSGSIZE : pieces.Measure();
        if (total.IsError)
        {
            return total;
        }

        Result<long> moved;
        KernelBuffer? page = pieces.Count > 1 ? _buffers.TakeGather((int)total.Value, direction) : null;
        if (page != null)
        {
            moved = Gather(file, socket, in pieces, page, flags, ref whole);
            _buffers.ReturnGather(page);
        }
        else
        {
            // Messages stay whole: without a page to gather them in, only the first piece could be one.
            moved = pieces.Count > 1 && socket.Kind != SocketKind.Stream ? Errno.EMSGSIZE
                : PieceByPiece(file, socket, in pieces, direction, flags, ref whole);
        }

        return moved;
    }

    private Result<long> Gather(OpenFile file, SocketEnd socket, in IoVectors pieces, KernelBuffer page, uint flags, ref long whole)
    {
        Errno error;
        if (page.Direction == IoDirection.ToFile)
        {
            error = pieces.Copy(page, page.Length, out _);
            return error != Errno.None ? error : Signalled(socket.Send(file, page, (MessageFlags)flags), flags);
        }

        Result<int> received = socket.Receive(file, page, ref whole, (MessageFlags)flags);
        error = received.IsError ? received.Error : pieces.Copy(page, received.Value, out _);
        return error != Errno.None ? error : received.Widen();
    }

    private Result<long> PieceByPiece(
        OpenFile file, SocketEnd socket, in IoVectors pieces, IoDirection direction, uint flags, ref long whole)
    {
        long total = 0;
        for (ulong index = 0; index < Math.Max(pieces.Count, 1); index++)
        {
            IoVector piece = default;
            Errno error = pieces.Count == 0 ? Errno.None : pieces.Read(index, out piece);
            if (error != Errno.None)
            {
                return total != 0 ? total : error;
            }

            UserBuffer buffer = _buffers.View(piece.Address, FileSyscalls.Clamp(piece.Length), direction);

            // What follows is taken if it is there.
            MessageFlags pieceFlags = (MessageFlags)flags | (total != 0 && direction == IoDirection.FromFile ? MessageFlags.DoNotWait : MessageFlags.None);
            Result<int> moved = direction == IoDirection.ToFile ? socket.Send(file, buffer, pieceFlags) : socket.Receive(file, buffer, ref whole, pieceFlags);
            if (moved.IsError)
            {
                return total != 0 ? total : direction == IoDirection.ToFile ? Signalled(moved, flags) : moved.Error;
            }

            total += moved.Value;
            if (moved.Value < buffer.Length)
            {
                break;
            }
        }

        return total;
    }

    private Result<long> Signalled(Result<int> sent, uint flags) =>
        ((MessageFlags)flags & MessageFlags.NoSignal) != 0 ? sent.Widen() : _files.Signalled(sent);
}
