// A share of the host as a file system: the tables of one 9P session, mounting, path walks and statfs. ShareMounts mounts it,
// PathWalk calls it, it calls NinePClient.
namespace NinePFs;

using System;
using Kernel.Abi;
using NinePFs.Fids;
using NinePFs.Messages;
using NinePFs.Requests;
using Vfs;

/// <summary>
/// Nothing is cached: every walk asks the server. A node keeps one fid, the one of the walk that found it last, so that its
/// name is never older than the caller's own question.
/// </summary>
public sealed class NinePFileSystem : FileSystem
{
    /// <summary>V9FS_MAGIC of include/uapi/linux/magic.h.</summary>
    public const uint Magic = 0x01021997;

    private NinePNode? _root;

    /// <param name="trace">Where a line per message goes, or null.</param>
    public NinePFileSystem(Transport transport, in NinePCapacity capacity, MessageTrace? trace)
    {
        Requests = new RequestTable(transport, capacity.Requests, trace);
        Fids = new FidTable(Requests, capacity.Fids);
        Client = new NinePClient(Requests, Fids);
        Nodes = new NodeTable(this, capacity.Nodes);
        Directories = new DirectoryTable(Client, transport, capacity);
        Recovery = new SessionRecovery(this);
    }

    public RequestTable Requests { get; }

    public FidTable Fids { get; }

    public NinePClient Client { get; }

    public NodeTable Nodes { get; }

    public DirectoryTable Directories { get; }

    public SessionRecovery Recovery { get; }

    /// <summary>The group of what is created here.</summary>
    public uint GroupId { get; private set; }

    public override ReadOnlySpan<byte> TypeName => "9p"u8;

    public override VNode Root => _root!;

    /// <summary>Opens the session. After a failure nothing is left on the server, and nothing may be called but this again.</summary>
    public MountFailure Mount(scoped in MountOptions options)
    {
        IsReadOnly = options.IsReadOnly;
        GroupId = options.GroupId;
        MountFailure failure = Client.Negotiate(options.MessageSize);
        if (failure.IsFailure)
        {
            return failure;
        }

        Result<Fid> fid = Fids.Take();
        if (fid.IsError)
        {
            return new MountFailure(MountStep.Resources, fid.Error);
        }

        failure = Client.Attach(fid.Value, in options);
        if (!failure.IsFailure)
        {
            Result<NinePNode> root = Nodes.Take(fid.Value);
            _root = root.Value;
            failure = root.IsError ? new MountFailure(MountStep.Resources, root.Error) : default;
            Recovery.Remember(in options, fid.Value);
        }

        fid.Value.Release();
        if (failure.IsFailure)
        {
            Fids.Drain();
        }

        return failure;
    }

    public override Errno Walk(VNode start, scoped in WalkNames names, out WalkOutcome walk)
    {
        walk = default;
        Errno error = ((NinePNode)start).Borrow(out Fid from);
        if (error != Errno.None)
        {
            return error;
        }

        Result<Fid> taken = Fids.Take();
        if (taken.IsError)
        {
            from.Release();
            return taken.Error;
        }

        Fid fid = taken.Value;
        error = Client.Walk(from, fid, in names, out walk.Resolved);
        from.Release();
        if (error == Errno.None)
        {
            Result<NinePNode> node = Nodes.Take(fid);
            walk.Node = node.Value;
            error = node.Error;
        }

        fid.Release();
        return error;
    }

    public override Errno GetStatistics(out FileSystemStatistics statistics)
    {
        Errno error = _root!.Borrow(out Fid fid);
        if (error != Errno.None)
        {
            statistics = default;
            return error;
        }

        error = Client.GetStatistics(fid, out Rstatfs reply);
        fid.Release();

        // A server may leave Tstatfs out: then the figures are unknown, but statfs(2) does not fail (E3).
        statistics = AttributeRules.Apply(reply);
        return error is Errno.EOPNOTSUPP or Errno.ENOSYS ? Errno.None : error;
    }

    /// <summary>The root has been released with the mount: waits until the server has let go of every fid.</summary>
    public override void Unmount()
    {
        Fids.Drain();
        _root = null;
    }

    internal bool IsRoot(NinePNode node) => node == _root;
}
