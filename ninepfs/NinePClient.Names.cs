// The messages about names in a directory: mkdir, mknod, symlink, readlink, link, rename, unlink. NinePNode calls them.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Requests;

public sealed partial class NinePClient
{
    public Errno MakeDirectory(Fid directory, ReadOnlySpan<byte> name, uint mode, uint gid) =>
        Call(directory, new Tmkdir(directory.Number, name, mode, gid), out Rmkdir _);

    /// <param name="mode">Type and permission bits.</param>
    public Errno MakeNode(Fid directory, ReadOnlySpan<byte> name, uint mode, uint major, uint minor, uint gid) =>
        Call(directory, new Tmknod(directory.Number, name, mode, major, minor, gid), out Rmknod _);

    public Errno MakeSymbolicLink(Fid directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, uint gid) =>
        Call(directory, new Tsymlink(directory.Number, name, target, gid), out Rsymlink _);

    public Errno Link(Fid directory, Fid existing, ReadOnlySpan<byte> name) =>
        Call(Older(directory, existing), new Tlink(directory.Number, existing.Number, name), out Rlink _);

    /// <summary>
    /// Copies a link's target, cut at the length of <paramref name="target"/>. ENOENT when it is empty, EIO when no file system could hold
    /// it (L1).
    /// </summary>
    public Result<int> ReadLink(Fid fid, Span<byte> target)
    {
        Errno error = Exchange(fid, new Treadlink(fid.Number), null, out Request request);
        if (error != Errno.None)
        {
            return error;
        }

        error = Decode(request, out Rreadlink reply);
        if (error == Errno.None && reply.Target.IsEmpty)
        {
            error = Errno.ENOENT;
        }
        else if (error == Errno.None && reply.Target.Length >= Limits.Path)
        {
            error = Errno.ENAMETOOLONG;
        }
        else if (error == Errno.None && reply.Target.IndexOf((byte)0) >= 0)
        {
            error = Malformed();
        }

        int length = Math.Min(reply.Target.Length, target.Length);
        if (error == Errno.None)
        {
            reply.Target.Slice(0, length).CopyTo(target);
        }

        _requests.Return(request);
        return error != Errno.None ? error : length;
    }
}
