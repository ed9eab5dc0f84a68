// What a device behind a /dev node does; the console driver, the random source and /dev/null implement it.
namespace Vfs.Device;

using System;
using Kernel.Abi;

/// <summary>A character device without a position: consoles, null, zero, random.</summary>
public abstract class CharacterDevice
{
    /// <summary>open(2); ENXIO when there is nothing behind the name.</summary>
    public virtual Errno Open(OpenFile file) => Errno.None;

    /// <summary>Reads at least one byte unless the stream has ended (0) or <see cref="OpenFlags.NonBlocking"/> is set (EAGAIN).</summary>
    public abstract Result<int> Read(OpenFile file, IoBuffer into);

    public abstract Result<int> Write(OpenFile file, IoBuffer from);

    /// <summary>Whether lseek and pread are allowed; they mean nothing, but programs try (null_lseek). False for a terminal: ESPIPE.</summary>
    public virtual bool IsSeekable => false;

    public virtual PollEvents Poll() => PollEvents.Read | PollEvents.Write;

    public virtual WaitQueue? PollQueue => null;

    public virtual Errno Control(uint request, Span<byte> argument) => Errno.ENOTTY;
}
