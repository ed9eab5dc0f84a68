// capget and capset (capget(2)): the capabilities of the one process. SyscallTable calls; Credentials holds them.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;

public sealed class CapabilitySyscalls
{
    private const uint FirstVersion = 0x19980330, SecondVersion = 0x20071026, ThirdVersion = 0x20080522;
    private const int HalfSize = 12;

    private readonly Process _process;
    private readonly Credentials _credentials;

    public CapabilitySyscalls(Process process)
    {
        _process = process;
        _credentials = process.Credentials;
    }

    public Errno Get(ulong header, ulong data)
    {
        Errno error = ReadHeader(header, out int halves);
        if (error != Errno.None)
        {
            // Asking with a null pointer for the data is how the version is found out.
            return data == 0 && error == Errno.EINVAL && halves < 0 ? Errno.None : error;
        }

        for (int half = 0; half < halves && error == Errno.None; half++)
        {
            int shift = half * 32;
            var set = new CapabilitySet
            {
                Effective = (uint)(_credentials.Effective >> shift),
                Permitted = (uint)(_credentials.Permitted >> shift),
                Inheritable = (uint)(_credentials.Inheritable >> shift),
            };
            error = _process.Memory.Write(data + (ulong)(half * HalfSize), in set);
        }

        return error;
    }

    public Errno Set(ulong header, ulong data)
    {
        Errno error = ReadHeader(header, out int halves);
        ulong effective = 0, permitted = 0, inheritable = 0;
        for (int half = 0; half < halves && error == Errno.None; half++)
        {
            error = _process.Memory.Read(data + (ulong)(half * HalfSize), out CapabilitySet set);
            effective |= (ulong)set.Effective << (half * 32);
            permitted |= (ulong)set.Permitted << (half * 32);
            inheritable |= (ulong)set.Inheritable << (half * 32);
        }

        const ulong all = Credentials.AllCapabilities;
        return error != Errno.None ? error : _credentials.SetCapabilities(effective & all, permitted & all, inheritable & all);
    }

    /// <param name="halves">Of 32 bits each; -1 when the version was unknown and the newest has been written.</param>
    private Errno ReadHeader(ulong address, out int halves)
    {
        halves = 0;
        Errno error = _process.Memory.Read(address, out CapabilityHeader header);
        if (error != Errno.None)
        {
            return error;
        }

        if (header.Version is not (FirstVersion or SecondVersion or ThirdVersion))
        {
            halves = -1;
            error = _process.Memory.Write(address, ThirdVersion);
            return error != Errno.None ? error : Errno.EINVAL;
        }

        halves = header.Version == FirstVersion ? 1 : 2;
        return header.Process < 0 ? Errno.EINVAL : header.Process is 0 or Process.Id ? Errno.None : Errno.ESRCH;
    }
}
