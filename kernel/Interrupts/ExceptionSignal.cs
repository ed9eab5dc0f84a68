// Which signal an exception of the app becomes, as Linux decides it (arch/x86/kernel/traps.c); used by ExceptionTable.
namespace Kernel.Interrupts;

using Kernel.Arch.X64;

/// <summary>The three fields of siginfo_t that a fault fills in.</summary>
public readonly struct ExceptionSignal
{
    private const int Ill = 4;
    private const int Trap = 5;
    private const int Bus = 7;
    private const int FloatingPointError = 8;
    private const int Segv = 11;

    private const int SentByKernel = 0x80;
    private const int IllegalOperand = 2;
    private const int IntegerDivide = 1;
    private const int TraceTrap = 2;
    private const int AddressAlignment = 1;
    private const int MapError = 1;
    private const int AccessError = 2;
    private const int AddressError = 2;

    public readonly int Number;

    /// <summary>si_code.</summary>
    public readonly int Code;

    /// <summary>si_addr.</summary>
    public readonly ulong Address;

    private ExceptionSignal(int number, int code, ulong address)
    {
        Number = number;
        Code = code;
        Address = address;
    }

    /// <summary>A page fault that memory could not resolve.</summary>
    public static ExceptionSignal ForPageFault(ulong address, bool isMapped)
    {
        return new(Segv, isMapped ? AccessError : MapError, address);
    }

    /// <summary>A page of a mapped file that the file does not have, or that cannot be read (BUS_ADRERR).</summary>
    public static ExceptionSignal ForMissingPage(ulong address) => new(Bus, AddressError, address);

    /// <summary>Any other exception that ring 3 can cause.</summary>
    /// <param name="vector">One of <see cref="ExceptionVector"/>.</param>
    /// <param name="instruction">The interrupted rip.</param>
    public static ExceptionSignal For(int vector, ulong instruction) => vector switch
    {
        ExceptionVector.DivideError => new(FloatingPointError, IntegerDivide, instruction),
        ExceptionVector.Debug => new(Trap, TraceTrap, instruction),
        ExceptionVector.Breakpoint => new(Trap, SentByKernel, 0),
        ExceptionVector.InvalidOpcode => new(Ill, IllegalOperand, instruction),
        ExceptionVector.FloatingPoint => new(FloatingPointError, CodeOf(FloatingPointState.ReadX87Exceptions()), instruction),
        ExceptionVector.SimdFloatingPoint => new(FloatingPointError, CodeOf(FloatingPointState.ReadSimdExceptions()), instruction),
        ExceptionVector.AlignmentCheck => new(Bus, AddressAlignment, 0),
        ExceptionVector.SegmentNotPresent or ExceptionVector.StackFault => new(Bus, SentByKernel, 0),
        _ => new(Segv, SentByKernel, 0),
    };

    /// <summary>FPE_FLT* for the exception flags that x87 and SSE share: invalid, denormal, zero divide, overflow, underflow, precision.</summary>
    private static int CodeOf(uint flags)
    {
        return (flags & 0x01) != 0 ? 7
            : (flags & 0x04) != 0 ? 3
            : (flags & 0x08) != 0 ? 4
            : (flags & 0x12) != 0 ? 5
            : (flags & 0x20) != 0 ? 6
            : 0;
    }
}
