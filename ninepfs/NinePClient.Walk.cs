// Twalk: a whole path in one message, and what the qids of the answer mean. NinePFileSystem.Walk and every clone come here.
namespace NinePFs;

using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Wire;
using Vfs;

public sealed partial class NinePClient
{
    /// <summary>
    /// Walks from <paramref name="from"/> and makes <paramref name="newFid"/> (Reserved) a fid of the last name. On any other
    /// answer it does not exist on the server, and must not be clunked (W2); its state says so.
    /// </summary>
    /// <param name="resolved">Names that exist, counted from the first.</param>
    /// <returns>None, ENOENT, ELOOP, ENOTDIR as <see cref="FileSystem.Walk"/> has them, or the server's errno.</returns>
    public Errno Walk(Fid from, Fid newFid, scoped in WalkNames names, out int resolved)
    {
        resolved = 0;
        Errno error = Exchange(Older(from, newFid), new Twalk(from.Number, newFid.Number, names), newFid, out Request request);
        if (error != Errno.None)
        {
            return error;
        }

        error = Decode(request, out Rwalk reply);
        if (error == Errno.None && reply.Count > names.Count)
        {
            _requests.Poison(PoisonReason.WalkOverrun); // W1
            error = Errno.EIO;
        }

        if (error != Errno.None)
        {
            newFid.State = FidState.Uncertain;
        }
        else
        {
            error = Judge(reply, names.Count, from, newFid, out resolved);
        }

        _requests.Return(request);
        return error;
    }

    /// <summary>Makes <paramref name="newFid"/> a second fid of the same file, unopened.</summary>
    public Errno Clone(Fid from, Fid newFid)
    {
        var none = new WalkNames(default);
        return Walk(from, newFid, in none, out _);
    }

    /// <summary>QEMU neither follows links nor minds "file/x": what the server says exists is judged here, by the types (W2-W4).</summary>
    private static Errno Judge(in Rwalk reply, int asked, Fid from, Fid newFid, out int resolved)
    {
        Qid last = from.Qid;
        resolved = 0;
        Errno error = Errno.None;
        while (resolved < reply.Count && error == Errno.None)
        {
            last = reply[resolved++];
            if (resolved < asked && !last.IsDirectory)
            {
                error = last.IsSymbolicLink ? Errno.ELOOP : Errno.ENOTDIR;
            }
        }

        if (reply.Count == asked)
        {
            // Exists even when a link or a file is on the way: the caller's Release clunks it.
            newFid.State = FidState.Path;
            newFid.Qid = last;
            return error;
        }

        return error == Errno.None ? Errno.ENOENT : error;
    }
}
