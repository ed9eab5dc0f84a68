// The messages about one file: open, create, attributes, fsync, statfs. NinePNode calls them.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Requests;

public sealed partial class NinePClient
{
    /// <summary>
    /// What of open(2)'s flags concerns the server. CLOEXEC, LARGEFILE, NOCTTY and PATH are ours alone; NONBLOCK and DIRECT
    /// would change how the server itself does its I/O.
    /// </summary>
    private const OpenFlags ServerFlags = OpenFlags.AccessMode | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.Truncate
        | OpenFlags.Append | OpenFlags.Sync | OpenFlags.Directory | OpenFlags.NoFollow | OpenFlags.NoAccessTime;

    /// <summary>
    /// Opens what <paramref name="fid"/> (Path) names. ESTALE when the server has another file there by now (O2).
    /// </summary>
    public Errno Open(Fid fid, OpenFlags flags)
    {
        OpenFlags sent = flags & ServerFlags & ~(OpenFlags.Create | OpenFlags.Exclusive);
        fid.State = FidState.Opening;
        Errno error = Exchange(fid, new Tlopen(fid.Number, (uint)sent), fid, out Request request);
        if (error != Errno.None)
        {
            if (fid.State == FidState.Opening)
            {
                fid.State = FidState.Path;
            }

            return error;
        }

        error = Decode(request, out Rlopen reply);
        _requests.Return(request);
        if (error == Errno.None && !reply.Qid.IsSameFile(fid.Qid))
        {
            error = Errno.ESTALE;
        }

        if (error != Errno.None)
        {
            fid.State = FidState.Uncertain;
            return error;
        }

        SetOpen(fid, sent, reply.IoUnit);
        return Errno.None;
    }

    /// <summary>Creates and opens a file; <paramref name="fid"/> (Path, of the directory) becomes the file's.</summary>
    public Errno Create(Fid fid, ReadOnlySpan<byte> name, OpenFlags flags, uint mode, uint gid)
    {
        OpenFlags sent = flags & ServerFlags;
        Errno error = Exchange(fid, new Tlcreate(fid.Number, name, (uint)sent, mode, gid), fid, out Request request);
        if (error != Errno.None)
        {
            return error;
        }

        error = Decode(request, out Rlcreate reply);
        _requests.Return(request);
        if (error != Errno.None)
        {
            fid.State = FidState.Uncertain;
            return error;
        }

        fid.Qid = reply.Qid;
        SetOpen(fid, sent, reply.IoUnit);
        return Errno.None;
    }

    public Errno GetAttributes(Fid fid, out Rgetattr reply) => Call(fid, new Tgetattr(fid.Number, GetattrMask.Basic), out reply);

    public Errno SetAttributes(Fid fid, in AttributeChanges changes)
    {
        var message = new Tsetattr
        {
            Fid = fid.Number,
            Valid = changes.Mask,
            Mode = changes.Mode & FileMode.PermissionMask,
            Uid = changes.Uid,
            Gid = changes.Gid,
            Size = (ulong)changes.Size,
            AccessTime = changes.AccessTime,
            ModifyTime = changes.ModifyTime,
        };
        return Call(fid, message, out Rsetattr _);
    }

    public Errno Synchronize(Fid fid, bool dataOnly) => Call(fid, new Tfsync(fid.Number, dataOnly ? 1u : 0u), out Rfsync _);

    public Errno GetStatistics(Fid fid, out Rstatfs reply) => Call(fid, new Tstatfs(fid.Number), out reply);

    private void SetOpen(Fid fid, OpenFlags flags, uint ioUnit)
    {
        fid.State = FidState.Open;
        fid.OpenFlags = flags;
        fid.IoUnit = ioUnit == 0 || ioUnit > (uint)DataLimit ? DataLimit : (int)ioUnit; // O1
    }
}
