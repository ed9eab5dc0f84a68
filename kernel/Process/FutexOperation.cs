// FUTEX_WAKE_OP's third value: what is done to the second word, and what it must have been for its waiters to wake. FutexSyscalls uses it.
namespace Kernel.Process;

using Kernel.Abi;

/// <summary>futex(2), FUTEX_WAKE_OP.</summary>
public readonly struct FutexOperation
{
    private readonly uint _code;

    public FutexOperation(uint code)
    {
        _code = code;
    }

    private int Operand => (int)(_code << 8) >> 20;

    private int Comparand => (int)(_code << 20) >> 20;

    /// <summary>The word's new value; ENOSYS for an operation that does not exist.</summary>
    public Result<int> Apply(int value)
    {
        int operand = (_code >> 31) != 0 ? 1 << (Operand & 31) : Operand;
        return ((_code >> 28) & 7) switch
        {
            0 => operand,
            1 => unchecked(value + operand),
            2 => value | operand,
            3 => value & ~operand,
            4 => value ^ operand,
            _ => Errno.ENOSYS,
        };
    }

    /// <summary>Whether the old value lets the second word's waiters wake; ENOSYS for a comparison that does not exist.</summary>
    public Result<bool> Compare(int value) => ((_code >> 24) & 15) switch
    {
        0 => value == Comparand,
        1 => value != Comparand,
        2 => value < Comparand,
        3 => value <= Comparand,
        4 => value > Comparand,
        5 => value >= Comparand,
        _ => Errno.ENOSYS,
    };
}
