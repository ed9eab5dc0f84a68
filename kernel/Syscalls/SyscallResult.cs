// The two steps between what the lower layers return and what a syscall handler returns.
namespace Kernel.Syscalls;

using Kernel.Abi;

internal static class SyscallResult
{
    public static Result<long> Widen(this Result<int> result) => result.IsError ? result.Error : (long)result.Value;

    public static Result<long> Widen(this Result<ulong> result) => result.IsError ? result.Error : (long)result.Value;
}
