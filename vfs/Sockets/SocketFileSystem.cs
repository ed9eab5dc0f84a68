// Where socket pairs come from: a pool made at boot. The socket syscalls take from it; it is mounted nowhere.
namespace Vfs.Sockets;

using System;
using Kernel.Abi;
using Vfs.Ram;

/// <summary>sockfs, with AF_UNIX pairs only: there is nobody to connect to.</summary>
public sealed class SocketFileSystem : NamelessFileSystem
{
    private const uint Magic = 0x534F434B;

    private readonly FileOperations _files;
    private SocketEnd? _free;

    /// <param name="capacity">Pairs that can exist at once.</param>
    /// <param name="pages">Where the buffers come from while a pair lives.</param>
    public SocketFileSystem(int capacity, FileOperations files, PageStore pages, WaitQueueFactory queues)
        : base(Magic)
    {
        _files = files;
        for (ulong index = 0; index < (ulong)capacity; index++)
        {
            var first = new SocketEnd(this, (index * 2) + 1, pages, queues.Create()) { NextFree = _free };
            var second = new SocketEnd(this, (index * 2) + 2, pages, queues.Create()) { Peer = first };
            first.Peer = second;
            _free = first;
        }
    }

    public override ReadOnlySpan<byte> TypeName => "sockfs"u8;

    /// <summary>Pairs of which at least one end is open.</summary>
    public int InUse { get; private set; }

    /// <summary>socketpair(2): two openings with one reference each. ENFILE, ENOMEM.</summary>
    public Errno OpenPair(SocketKind kind, OpenFlags flags, out OpenFile? first, out OpenFile? second)
    {
        first = null;
        second = null;
        SocketEnd? end = _free;
        if (end == null)
        {
            return Errno.ENFILE;
        }

        Errno error = end.Borrow();
        if (error == Errno.None)
        {
            error = end.Peer.Borrow();
            if (error != Errno.None)
            {
                end.Finish();
            }
        }

        if (error != Errno.None)
        {
            return error;
        }

        end.Start(kind);
        end.Peer.Start(kind);

        _free = end.NextFree;
        end.NextFree = null;
        InUse++;
        Result<OpenFile> one = _files.OpenUnnamed(end, flags | OpenFlags.ReadWrite);
        Result<OpenFile> other = _files.OpenUnnamed(end.Peer, flags | OpenFlags.ReadWrite);
        if (one.IsError || other.IsError)
        {
            Release(one);
            Release(other);
            return Errno.ENFILE;
        }

        first = one.Value;
        second = other.Value;
        return Errno.None;
    }

    /// <summary>socket(2): an opening that is connected to nobody, and never will be. ENFILE.</summary>
    public Result<OpenFile> OpenLoose(SocketKind kind, OpenFlags flags)
    {
        SocketEnd? end = _free;
        if (end == null)
        {
            return Errno.ENFILE;
        }

        _free = end.NextFree;
        end.NextFree = null;
        InUse++;
        end.StartLoose(kind);
        return _files.OpenUnnamed(end, flags | OpenFlags.ReadWrite);
    }

    internal void Return(SocketEnd end)
    {
        if (end.Peer.IsReferred)
        {
            return;
        }

        if (end.IsConnected)
        {
            end.Finish();
            end.Peer.Finish();
        }

        end.NextFree = _free;
        _free = end;
        InUse--;
    }

    private static void Release(Result<OpenFile> file)
    {
        if (!file.IsError)
        {
            file.Value.Release();
        }
    }
}
