// Where a domain leaves word of how its app ended: in the store. XenLink writes it last, when no thread can sleep any more.
namespace Drivers.Xen;

using System;

public abstract class StatusRecord
{
    /// <param name="status">Without its line feed. Whatever goes wrong is nobody's business any more.</param>
    public abstract void Write(ReadOnlySpan<byte> status);
}
