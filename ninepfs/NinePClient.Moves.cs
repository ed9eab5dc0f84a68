// unlink, rmdir and rename by name, and by fid where a server (diod 1.0) has neither Tunlinkat nor Trenameat. NinePNode calls them.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Requests;
using Vfs;

public sealed partial class NinePClient
{
    // What the server has refused once it is not asked again (E3).
    private bool _lacksUnlinkat;
    private bool _lacksRenameat;

    /// <summary>unlink(2), or rmdir(2) when <paramref name="isDirectory"/> is set.</summary>
    public Errno Unlink(Fid directory, ReadOnlySpan<byte> name, bool isDirectory)
    {
        if (!_lacksUnlinkat)
        {
            Errno error = Call(directory, new Tunlinkat(directory.Number, name, isDirectory ? Tunlinkat.RemoveDirectory : 0), out Runlinkat _);
            if (!IsUnsupported(error))
            {
                return error;
            }

            _lacksUnlinkat = true;
        }

        Result<Fid> found = WalkTo(directory, name);
        if (found.IsError)
        {
            return found.Error;
        }

        Errno failure = Remove(found.Value, isDirectory);
        found.Value.Release();
        return failure;
    }

    /// <summary>rename(2).</summary>
    public Errno Rename(Fid directory, ReadOnlySpan<byte> name, Fid newDirectory, ReadOnlySpan<byte> newName)
    {
        if (!_lacksRenameat)
        {
            Errno error = Call(Older(directory, newDirectory), new Trenameat(directory.Number, name, newDirectory.Number, newName), out Rrenameat _);
            if (!IsUnsupported(error))
            {
                return error;
            }

            _lacksRenameat = true;
        }

        Result<Fid> found = WalkTo(directory, name);
        if (found.IsError)
        {
            return found.Error;
        }

        Errno failure = Call(Older(found.Value, newDirectory), new Trename(found.Value.Number, newDirectory.Number, newName), out Rrename _);
        found.Value.Release();
        return failure;
    }

    /// <summary>Tremove makes no difference between the kinds, so it is made here. It ends the fid even when it fails (C2).</summary>
    private Errno Remove(Fid fid, bool isDirectory)
    {
        if (fid.Qid.IsDirectory != isDirectory)
        {
            return isDirectory ? Errno.ENOTDIR : Errno.EISDIR;
        }

        fid.State = FidState.Reserved;
        Errno error = Exchange(fid, new Tremove(fid.Number), fid, out Request request);
        if (error == Errno.None)
        {
            _requests.Return(request);
        }

        return error;
    }

    private Result<Fid> WalkTo(Fid directory, ReadOnlySpan<byte> name)
    {
        Result<Fid> taken = Fids.Take();
        if (taken.IsError)
        {
            return taken;
        }

        var names = new WalkNames(name);
        names.Add(0, name.Length);
        Errno error = Walk(directory, taken.Value, in names, out _);
        if (error != Errno.None)
        {
            taken.Value.Release();
            return error;
        }

        return taken;
    }

    private static bool IsUnsupported(Errno error) => error is Errno.EOPNOTSUPP or Errno.ENOSYS;
}
