// The messages that open a session: Tversion and Tattach. NinePFileSystem.Mount calls them.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Requests;
using NinePFs.Wire;

public sealed partial class NinePClient
{
    private static ReadOnlySpan<byte> Dialect => "9P2000.L"u8;

    /// <summary>Agrees on the dialect and the msize: the smaller of <paramref name="wish"/> (0: no wish) and the transport's maximum.</summary>
    public MountFailure Negotiate(uint wish)
    {
        int limit = _requests.MessageSize;
        int asked = wish != 0 && wish < (uint)limit ? (int)wish : limit;
        Result<Request> taken = _requests.Take();
        if (taken.IsError)
        {
            return new MountFailure(MountStep.Version, taken.Error);
        }

        Request request = taken.Value;
        request.WireTag = Wire9P.NoTag;
        Errno error = Encode(request, new Tversion((uint)asked, Dialect), 0);
        error = error == Errno.None ? _requests.Submit(request) : error;
        if (error == Errno.None)
        {
            _requests.Kick();
            error = _requests.Wait(request);
        }

        MountFailure failure = error == Errno.None ? CheckVersion(request, asked) : new MountFailure(MountStep.Version, error);
        _requests.Return(request);
        return failure;
    }

    /// <summary>Makes <paramref name="root"/> a fid of the root of the export.</summary>
    public MountFailure Attach(Fid root, scoped in MountOptions options)
    {
        var message = new Tattach(root.Number, Wire9P.NoFid, options.UserName, options.AttachName, options.UserId);
        Errno error = Exchange(root, message, root, out Request request);
        if (error != Errno.None)
        {
            return new MountFailure(MountStep.Attach, error);
        }

        error = Decode(request, out Rattach reply);
        _requests.Return(request);
        if (error != Errno.None)
        {
            root.State = FidState.Uncertain;
            return new MountFailure(MountStep.Attach, error);
        }

        root.State = FidState.Path;
        root.Qid = reply.Qid;
        return reply.Qid.IsDirectory ? default : new MountFailure(MountStep.RootNotDirectory, Errno.ENOTDIR); // A1
    }

    private MountFailure CheckVersion(Request request, int asked)
    {
        Errno error = Decode(request, out Rversion reply);
        if (error != Errno.None)
        {
            return new MountFailure(MountStep.Version, error);
        }

        if (!reply.Version.SequenceEqual(Dialect))
        {
            return new MountFailure(MountStep.Dialect, Errno.EPROTONOSUPPORT); // V2
        }

        if (reply.MessageSize > (uint)asked || reply.MessageSize < Wire9P.MinimumMessageSize)
        {
            return new MountFailure(MountStep.MessageSize, Errno.EPROTO); // V1
        }

        _requests.MessageSize = (int)reply.MessageSize;
        return default;
    }
}
