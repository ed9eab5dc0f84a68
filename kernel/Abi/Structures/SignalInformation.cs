// What a signal says of itself (siginfo_t): made by whoever sends it, queued with it, copied to the handler's frame.
namespace Kernel.Abi.Structures;

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>
/// The 48 bytes of siginfo_t that any signal uses (include/uapi/asm-generic/siginfo.h); the meaning of the words depends on the code.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct SignalInformation
{
    /// <summary>si_code: kill(2).</summary>
    public const int FromUser = 0;

    /// <summary>The kernel.</summary>
    public const int FromTheKernel = 0x80;

    /// <summary>sigqueue(3).</summary>
    public const int FromQueue = -1;

    /// <summary>A POSIX timer.</summary>
    public const int FromTimer = -2;

    /// <summary>tkill(2) and tgkill(2).</summary>
    public const int FromThread = -6;

    public int Number;
    public int Error;
    public int Code;
    private int _padding;

    /// <summary>si_pid and si_uid, si_tid and si_overrun, or si_addr.</summary>
    public ulong First;

    /// <summary>si_value, or si_addr_lsb.</summary>
    public ulong Second;
    public ulong Third;
    public ulong Fourth;

    /// <summary>A fault of the processor.</summary>
    public static SignalInformation Fault(int number, int code, ulong address) =>
        new() { Number = number, Code = code, First = address };

    /// <summary>Sent by the kernel for no particular reason.</summary>
    public static SignalInformation FromKernel(int number) => new() { Number = number, Code = FromTheKernel };

    /// <param name="code">Who sends: <see cref="FromUser"/> or <see cref="FromThread"/>.</param>
    public static SignalInformation Sent(int number, int code, int process, uint uid) =>
        new() { Number = number, Code = code, First = (uint)process | ((ulong)uid << 32) };

    /// <param name="overruns">Expirations that found the signal still waiting (timer_getoverrun(2)).</param>
    public static SignalInformation Timer(int number, int timer, int overruns, ulong value) =>
        new() { Number = number, Code = FromTimer, First = (uint)timer | ((ulong)(uint)overruns << 32), Second = value };
}

/// <summary>siginfo_t as the app sees it: 128 bytes, the rest zero.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SignalRecord
{
    public SignalInformation Information;
    private SignalRecordRest _rest;

    public SignalRecord(in SignalInformation information)
    {
        Information = information;
        _rest = default;
    }

    [InlineArray(10)]
    private struct SignalRecordRest
    {
        private ulong _first;
    }
}
