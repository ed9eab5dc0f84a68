// /dev/null: swallows everything, holds nothing (null(4)).
namespace Vfs.Device;

using Kernel.Abi;

internal sealed class NullDevice : CharacterDevice
{
    public override bool IsSeekable => true;

    public override Result<int> Read(OpenFile file, IoBuffer into) => 0;

    public override Result<int> Write(OpenFile file, IoBuffer from) => from.Length;
}
