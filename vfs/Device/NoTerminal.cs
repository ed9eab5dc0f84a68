// /dev/tty where nobody sits at a terminal: it is there, and cannot be opened (tty(4)).
namespace Vfs.Device;

using Kernel.Abi;

internal sealed class NoTerminal : CharacterDevice
{
    public override Errno Open(OpenFile file) => Errno.ENXIO;

    public override Result<int> Read(OpenFile file, IoBuffer into) => Errno.EIO;

    public override Result<int> Write(OpenFile file, IoBuffer from) => Errno.EIO;
}
