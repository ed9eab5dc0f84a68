// Sets a 9P session up again after its device was reset, and every fid when it is next used. NinePNode asks it before each message.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Requests;
using Vfs;

/// <summary>
/// Whatever was pending when the session broke has ended with EIO. The next call restarts the transport, agrees on the version
/// and attaches; then its own fid is walked to by the name that the VFS knows, compared with the file it was, and opened again
/// as it was. Nothing is done ahead of need, and what cannot be found by its name again, or is another file, is ESTALE.
/// </summary>
public sealed class SessionRecovery
{
    /// <summary>Attempts in a row after which a server is given up: every call would wait for its device's reset.</summary>
    private const int MostFailures = 8;

    private readonly NinePFileSystem _fileSystem;
    private readonly RequestTable _requests;
    private readonly NinePClient _client;
    private byte[] _userName = null!;
    private byte[] _attachName = null!;
    private uint _userId;
    private uint _messageSize;
    private Fid _root = null!;
    private bool _isBusy;
    private int _failures;

    internal SessionRecovery(NinePFileSystem fileSystem)
    {
        _fileSystem = fileSystem;
        _requests = fileSystem.Requests;
        _client = fileSystem.Client;
    }

    /// <summary>Sessions set up again.</summary>
    public int Sessions { get; private set; }

    /// <summary>Fids made valid again.</summary>
    public int Restored { get; private set; }

    /// <summary>Times that a file was not found again, or was another one.</summary>
    public int Stale { get; private set; }

    private bool IsReady => !_requests.IsBroken && _root.Generation == _requests.Generation;

    /// <summary>Notes what the mount was made with, at boot. <paramref name="root"/> is the fid of the root node for good.</summary>
    internal void Remember(scoped in MountOptions options, Fid root)
    {
        _userName = new byte[options.UserName.Length];
        options.UserName.CopyTo(_userName);
        _attachName = new byte[options.AttachName.Length];
        options.AttachName.CopyTo(_attachName);
        _userId = options.UserId;
        _messageSize = options.MessageSize;
        _root = root;
    }

    /// <summary>Makes sure that the server knows a fid, which the caller holds. Sleeps only when the session had broken.</summary>
    /// <param name="node">Whose fid it is.</param>
    /// <param name="name">The name of the opening it belongs to; null: any name that <paramref name="node"/> has.</param>
    /// <returns>ESTALE when the file is gone or another one; EIO when the session cannot be set up; what the server says to the opening.</returns>
    internal Errno Prepare(Fid fid, NinePNode node, Dentry? name)
    {
        if (IsCurrent(fid))
        {
            return Errno.None;
        }

        Errno error = Reconnect();
        if (error != Errno.None || IsCurrent(fid))
        {
            return error;
        }

        error = Restore(fid, name is null ? _fileSystem.Names?.FindName(node) : name);
        Stale += error == Errno.ESTALE ? 1 : 0;
        return error;
    }

    private bool IsCurrent(Fid fid) => fid.Generation == _requests.Generation && !_requests.IsBroken;

    private Errno Reconnect()
    {
        while (_isBusy)
        {
            _requests.WaitForReturn();
        }

        if (IsReady)
        {
            return Errno.None;
        }

        if (_failures == MostFailures)
        {
            return Errno.EIO;
        }

        _isBusy = true;
        Errno error = Establish();
        _isBusy = false;
        _failures = error == Errno.None ? 0 : _failures + 1;
        Sessions += error == Errno.None ? 1 : 0;
        return error;
    }

    private Errno Establish()
    {
        if (_requests.Restart() != Errno.None || _client.Negotiate(_messageSize).IsFailure)
        {
            return Errno.EIO;
        }

        Result<Fid> taken = _fileSystem.Fids.Take();
        if (taken.IsError)
        {
            return taken.Error;
        }

        Fid fid = taken.Value;
        var options = new MountOptions { UserName = _userName, AttachName = _attachName, UserId = _userId };
        Errno error = _client.Attach(fid, in options).IsFailure ? Errno.EIO : Errno.None;
        if (error == Errno.None && !fid.Qid.IsSameFile(_root.Qid))
        {
            error = Errno.ESTALE;
        }

        if (error == Errno.None)
        {
            _root.Become(fid);
        }

        fid.Release();
        return error;
    }

    private Errno Restore(Fid fid, Dentry? name)
    {
        Span<byte> path = stackalloc byte[Limits.Path];
        Result<int> length = name is null ? Errno.ESTALE : DentryPath.Write(name, name.Mount.Root, path);
        if (length.IsError)
        {
            return Errno.ESTALE;
        }

        Result<Fid> walked = Walk(path.Slice(0, length.Value));
        if (walked.IsError)
        {
            return walked.Error;
        }

        Fid found = walked.Value;
        Errno error = found.Qid.IsSameFile(fid.Qid) ? Errno.None : Errno.ESTALE;
        if (error == Errno.None && fid.IsOpen)
        {
            error = _client.Open(found, fid.OpenFlags & ~(OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.Truncate));
        }

        if (error == Errno.None && !IsCurrent(fid))
        {
            // Another thread may have come first; then this one is clunked.
            fid.Become(found);
            Restored++;
        }

        found.Release();
        return error;
    }

    /// <summary>A new fid of the file at a path below the root, which has no links in it.</summary>
    private Result<Fid> Walk(ReadOnlySpan<byte> path)
    {
        Fid at = _root;
        at.Acquire();
        int position = 0;
        do
        {
            var names = new WalkNames(path);
            while (!names.IsFull && PathText.Next(path, ref position, out int start, out int length))
            {
                names.Add(start, length);
            }

            Result<Fid> next = _fileSystem.Fids.Take();
            Errno error = next.IsError ? next.Error : _client.Walk(at, next.Value, in names, out _);
            at.Release();
            if (error != Errno.None)
            {
                if (!next.IsError)
                {
                    next.Value.Release();
                }

                return error is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP ? Errno.ESTALE : error;
            }

            at = next.Value;
        }
        while (!PathText.HasOnlySlashesFrom(path, position));
        return at;
    }
}
