// ioctl(2): a few requests that any descriptor understands; the rest goes to the file with its argument copied in and out.
namespace Kernel.Syscalls;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using Kernel.Process;
using Vfs;
using static Kernel.Abi.ControlRequest;

public sealed class DeviceControlSyscalls
{
    private const int LargestArgument = 64;

    private readonly Process _process;

    public DeviceControlSyscalls(Process process)
    {
        _process = process;
    }

    public Errno Control(int descriptor, uint request, ulong argument)
    {
        Result<OpenFile> file = _process.Files.Take(descriptor);
        if (file.IsError)
        {
            return file.Error;
        }

        Errno error = file.Value.IsPath ? Errno.EBADF : Control(file.Value, descriptor, request, argument);
        file.Value.Release();
        return error;
    }

    private Errno Control(OpenFile file, int descriptor, uint request, ulong argument)
    {
        switch (request)
        {
            case SetCloseOnExec:
            case ClearCloseOnExec:
                _process.Files.SetCloseOnExec(descriptor, request == SetCloseOnExec);
                return Errno.None;
            case SetNonBlocking:
                Errno error = _process.Memory.Read(argument, out int isOn);
                if (error == Errno.None)
                {
                    file.Flags = isOn != 0 ? file.Flags | OpenFlags.NonBlocking : file.Flags & ~OpenFlags.NonBlocking;
                }

                return error;
            case BytesReadable when file.Node.Type == FileType.Regular:
                return BytesLeft(file, argument);
            default:
                return Pass(file, request, argument);
        }
    }

    private Errno BytesLeft(OpenFile file, ulong argument)
    {
        Errno error = file.Node.GetAttributes(file, out Attributes attributes);
        long left = Math.Max(attributes.Size - file.Position, 0);
        return error != Errno.None ? error : _process.Memory.Write(argument, (int)Math.Min(left, int.MaxValue));
    }

    private Errno Pass(OpenFile file, uint request, ulong argument)
    {
        Span<byte> bytes = stackalloc byte[LargestArgument];
        bytes = bytes.Slice(0, LengthOf(request, out bool isRead, out bool isWritten));
        if (request is >= SendBreak and <= FlushQueue)
        {
            // These are given a number where others have a pointer.
            BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)argument);
        }

        Errno error = isRead ? _process.Memory.CopyIn(argument, bytes) : Errno.None;
        if (error != Errno.None)
        {
            // A file that knows no such request says so, whatever the pointer is.
            return file.Node.Control(file, request, default) == Errno.ENOTTY && !IsTerminal(file) ? Errno.ENOTTY : error;
        }

        error = file.Node.Control(file, request, bytes);
        return error == Errno.None && isWritten ? _process.Memory.CopyOut(argument, bytes) : error;
    }

    private static bool IsTerminal(OpenFile file)
    {
        Span<byte> size = stackalloc byte[8];
        return file.Node.Control(file, GetWindowSize, size) == Errno.None;
    }

    // The old requests have no size in their number (ioctl_tty(2)); the newer ones do (include/uapi/asm-generic/ioctl.h).
    private static int LengthOf(uint request, out bool isRead, out bool isWritten)
    {
        isRead = request is (>= SetTerminal and <= SetTerminalFlush) or SetWindowSize or SetProcessGroup;
        isWritten = request is GetTerminal or GetWindowSize or BytesReadable or BytesUnsent or GetProcessGroup or GetSession;
        switch (request)
        {
            case >= GetTerminal and <= SetTerminalFlush:
                return 36;
            case GetWindowSize or SetWindowSize:
                return 8;
            case BytesReadable or BytesUnsent or GetProcessGroup or SetProcessGroup or GetSession or (>= SendBreak and <= FlushQueue):
                return 4;
            default:
                isRead = (request >> 30 & 1) != 0;
                isWritten = request >> 31 != 0;
                return isRead || isWritten ? (int)Math.Min(request >> 16 & 0x3FFF, LargestArgument) : 0;
        }
    }
}
