// The signal mask that ppoll, pselect6 and epoll_pwait take for as long as they sleep; the syscalls that have one call Apply.
namespace Kernel.Syscalls;

using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Process;

internal static class TemporaryMask
{
    private const ulong SetBytes = 8;

    /// <summary>Sets the mask at an address, none at 0; it goes by itself when the syscall is over. EINVAL, EFAULT.</summary>
    public static Errno Apply(Process process, ulong address, ulong bytes)
    {
        if (address == 0)
        {
            return Errno.None;
        }

        if (bytes != SetBytes)
        {
            return Errno.EINVAL;
        }

        Errno error = process.Memory.Read(address, out ulong mask);
        if (error == Errno.None)
        {
            process.Signals.SetTemporaryMask(mask);
        }

        return error;
    }

    /// <summary>The sixth argument of pselect6(2) points to the mask's address and size, because a syscall has no seventh.</summary>
    public static Errno ApplyIndirect(Process process, ulong address)
    {
        Argument argument = default;
        Errno error = address == 0 ? Errno.None : process.Memory.Read(address, out argument);
        return error != Errno.None ? error : Apply(process, argument.Address, argument.Bytes);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Argument
    {
        public ulong Address;
        public ulong Bytes;
    }
}
