// The requests of ioctl(2) that are known here (include/uapi/asm-generic/ioctls.h). DeviceControlSyscalls copies their arguments, files
// answer them.
namespace Kernel.Abi;

using System;
using System.Buffers.Binary;

public static class ControlRequest
{
    /// <summary>TCGETS, TCSETS, TCSETSW and TCSETSF.</summary>
    public const uint GetTerminal = 0x5401, SetTerminal = 0x5402, SetTerminalDrain = 0x5403, SetTerminalFlush = 0x5404;

    /// <summary>TCSBRK, TCXONC and TCFLSH.</summary>
    public const uint SendBreak = 0x5409, FlowControl = 0x540A, FlushQueue = 0x540B;

    /// <summary>TIOCEXCL and TIOCNXCL.</summary>
    public const uint Exclusive = 0x540C, NotExclusive = 0x540D;

    /// <summary>TIOCSCTTY, TIOCNOTTY and TIOCGSID.</summary>
    public const uint SetControlling = 0x540E, GiveUpControlling = 0x5422, GetSession = 0x5429;

    /// <summary>TIOCGPGRP and TIOCSPGRP.</summary>
    public const uint GetProcessGroup = 0x540F, SetProcessGroup = 0x5410;

    /// <summary>TIOCOUTQ (SIOCOUTQ): bytes on their way to the other side.</summary>
    public const uint BytesUnsent = 0x5411;

    /// <summary>TIOCGWINSZ and TIOCSWINSZ.</summary>
    public const uint GetWindowSize = 0x5413, SetWindowSize = 0x5414;

    /// <summary>FIONREAD: bytes that can be read now.</summary>
    public const uint BytesReadable = 0x541B;

    /// <summary>FIONBIO, FIONCLEX and FIOCLEX.</summary>
    public const uint SetNonBlocking = 0x5421, ClearCloseOnExec = 0x5450, SetCloseOnExec = 0x5451;

    /// <summary>For files that can say no more than how much there is to read; ENOTTY for other requests.</summary>
    public static Errno AnswerReadable(uint request, Span<byte> argument, int count)
    {
        if (request != BytesReadable || argument.Length < sizeof(int))
        {
            return Errno.ENOTTY;
        }

        BinaryPrimitives.WriteInt32LittleEndian(argument, count);
        return Errno.None;
    }
}
