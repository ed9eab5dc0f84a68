// Syscalls that do not exist here: ENOSYS, and one line in the log per number, so that a failing program can be understood.
namespace Kernel.Syscalls;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;

public sealed class UnknownSyscalls
{
    private readonly ulong[] _seen = new ulong[(SyscallName.Count + 63) / 64];

    public Errno Refuse(ulong number)
    {
        // Numbers beyond the table share its last place.
        ulong place = Math.Min(number, SyscallName.Count);
        ulong bit = 1ul << (int)(place & 63);
        ref ulong word = ref _seen[(int)(place >> 6)];
        if ((word & bit) == 0)
        {
            word |= bit;
            Span<byte> room = stackalloc byte[64];
            var line = new TextBuilder(room);
            line.Append("syscalls: not implemented: "u8);
            line.Append(SyscallName.Of(number));
            line.Append(" "u8);
            Log.Write(LogLevel.Warning, line.Text, number);
        }

        return Errno.ENOSYS;
    }
}
