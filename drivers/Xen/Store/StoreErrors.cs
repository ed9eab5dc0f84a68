// The errors of xenstored, which it sends as words (xs_wire.h, xsd_errors). StoreClient turns an answer into an errno with it.
namespace Drivers.Xen.Store;

using System;
using Kernel.Abi;

internal static class StoreErrors
{
    /// <summary>The errno of an error's payload; a word that we do not know is EIO.</summary>
    public static Errno Parse(ReadOnlySpan<byte> payload)
    {
        // The word ends with a NUL, which oxenstored's clients have seen missing.
        int end = payload.IndexOf((byte)0);
        ReadOnlySpan<byte> word = end < 0 ? payload : payload.Slice(0, end);
        return Common(word) is var common && common != Errno.None ? common : Rare(word);
    }

    private static Errno Common(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("ENOENT"u8) ? Errno.ENOENT
        : word.SequenceEqual("EAGAIN"u8) ? Errno.EAGAIN
        : word.SequenceEqual("EACCES"u8) ? Errno.EACCES
        : word.SequenceEqual("EINVAL"u8) ? Errno.EINVAL
        : word.SequenceEqual("EEXIST"u8) ? Errno.EEXIST
        : word.SequenceEqual("ENOSPC"u8) ? Errno.ENOSPC
        : word.SequenceEqual("E2BIG"u8) ? Errno.E2BIG
        : Errno.None;

    private static Errno Rare(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("EQUOTA"u8) ? Errno.ENOSPC // oxenstored's word for what xenstored calls ENOSPC
        : word.SequenceEqual("EPERM"u8) ? Errno.EPERM
        : word.SequenceEqual("EBUSY"u8) ? Errno.EBUSY
        : word.SequenceEqual("ENOMEM"u8) ? Errno.ENOMEM
        : word.SequenceEqual("ENOSYS"u8) ? Errno.ENOSYS
        : word.SequenceEqual("EISDIR"u8) ? Errno.EISDIR
        : word.SequenceEqual("ENOTEMPTY"u8) ? Errno.ENOTEMPTY
        : word.SequenceEqual("EROFS"u8) ? Errno.EROFS
        : word.SequenceEqual("EISCONN"u8) ? Errno.EEXIST
        : Errno.EIO;
}
