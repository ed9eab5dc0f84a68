// /dev/zero and /dev/full: endless zeros; one swallows what is written, the other is always full (zero(4), full(4)).
namespace Vfs.Device;

using Kernel.Abi;

internal sealed class ZeroDevice(bool isFull) : CharacterDevice
{
    public override bool IsSeekable => true;

    public override Result<int> Read(OpenFile file, IoBuffer into)
    {
        Result<int> pinned = into.Pin(0, into.Length);
        if (pinned.IsError)
        {
            return pinned.Error;
        }

        Errno error = into.Clear(0, pinned.Value);
        into.Unpin(0, pinned.Value);
        return error != Errno.None ? error : pinned.Value;
    }

    public override Result<int> Write(OpenFile file, IoBuffer from) => isFull ? Errno.ENOSPC : from.Length;
}
