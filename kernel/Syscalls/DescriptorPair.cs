// The end of pipe2 and socketpair: two new openings become two descriptors, whose numbers the app gets.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Process;
using Vfs;

internal static class DescriptorPair
{
    /// <summary>Takes over both references. EMFILE, EFAULT; nothing stays open then.</summary>
    public static Errno Install(Process process, ulong address, OpenFile one, OpenFile other, bool closeOnExec)
    {
        Result<int> first = process.Files.Give(one, closeOnExec);
        if (first.IsError)
        {
            other.Release();
            return first.Error;
        }

        Result<int> second = process.Files.Give(other, closeOnExec);
        if (second.IsError)
        {
            process.Files.Close(first.Value);
            return second.Error;
        }

        Errno error = process.Memory.Write(address, (ulong)(uint)first.Value | ((ulong)(uint)second.Value << 32));
        if (error != Errno.None)
        {
            process.Files.Close(first.Value);
            process.Files.Close(second.Value);
        }

        return error;
    }
}
