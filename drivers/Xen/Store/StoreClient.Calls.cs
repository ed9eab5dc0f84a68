// What can be asked of xenstored (docs/misc/xenstore.txt): one method a message. How they travel is in StoreClient.Messages.
namespace Drivers.Xen.Store;

using System;
using Kernel.Abi;

public sealed partial class StoreClient
{
    // A list that changes while it is read in parts is begun again, so many times.
    private const int MostListAttempts = 8;

    /// <summary>Reads a node. ENOENT, EACCES; ERANGE when it is longer than <paramref name="value"/>.</summary>
    /// <returns>Bytes of it.</returns>
    public Result<int> Read(ReadOnlySpan<byte> path, Span<byte> value, uint transaction = 0) =>
        Ask(StoreMessageType.Read, path, value, transaction);

    /// <summary>Reads a node that is a decimal number. EINVAL when it is anything else.</summary>
    public Result<uint> ReadNumber(ReadOnlySpan<byte> path, uint transaction = 0)
    {
        Span<byte> text = stackalloc byte[16];
        Result<int> length = Read(path, text, transaction);
        if (length.IsError)
        {
            return length.Error == Errno.ERANGE ? Errno.EINVAL : length.Error;
        }

        return StoreNumber.TryParse(text.Slice(0, length.Value), out uint number) ? number : Errno.EINVAL;
    }

    /// <summary>The names below a node, each with a NUL behind it, for <see cref="StoreNames"/>. ENOENT; ERANGE when they are too many.</summary>
    /// <returns>Bytes of them.</returns>
    public Result<int> List(ReadOnlySpan<byte> path, Span<byte> names, uint transaction = 0)
    {
        Result<int> whole = Ask(StoreMessageType.Directory, path, names, transaction);
        return whole.Error == Errno.E2BIG ? ListInParts(path, names, transaction) : whole;
    }

    /// <summary>Gives a node a value, and makes it and those above it when they are missing.</summary>
    public Errno Write(ReadOnlySpan<byte> path, ReadOnlySpan<byte> value, uint transaction = 0)
    {
        var body = new TextBuilder(Body);
        Errno error = AppendPath(ref body, path);
        if (error != Errno.None)
        {
            return error;
        }

        if (body.Length + value.Length > LongestPayload)
        {
            return Errno.E2BIG;
        }

        body.Append(value);
        return Call(StoreMessageType.Write, transaction, body.Length);
    }

    /// <summary>Makes an empty node. Nothing happens when it exists.</summary>
    public Errno MakeDirectory(ReadOnlySpan<byte> path, uint transaction = 0) => Tell(StoreMessageType.MakeDirectory, path, transaction);

    /// <summary>Removes a node and all below it. ENOENT only when the one above does not exist either.</summary>
    public Errno Remove(ReadOnlySpan<byte> path, uint transaction = 0) => Tell(StoreMessageType.Remove, path, transaction);

    /// <summary>Who may do what with a node: <c>n0</c>, <c>r1</c>, each with a NUL behind it.</summary>
    public Result<int> GetPermissions(ReadOnlySpan<byte> path, Span<byte> permissions, uint transaction = 0) =>
        Ask(StoreMessageType.GetPermissions, path, permissions, transaction);

    /// <param name="permissions">As <see cref="GetPermissions"/> has them.</param>
    public Errno SetPermissions(ReadOnlySpan<byte> path, ReadOnlySpan<byte> permissions, uint transaction = 0)
    {
        var body = new TextBuilder(Body);
        Errno error = AppendPath(ref body, path);
        if (error != Errno.None)
        {
            return error;
        }

        body.Append(permissions);
        return body.IsFull ? Errno.E2BIG : Call(StoreMessageType.SetPermissions, transaction, body.Length);
    }

    /// <summary>The folder of a domain, which its relative paths begin at.</summary>
    public Result<int> GetDomainPath(ushort domain, Span<byte> path)
    {
        var body = new TextBuilder(Body);
        body.AppendDecimal((ulong)domain);
        body.Append(0);
        Errno error = Call(StoreMessageType.GetDomainPath, 0, body.Length);
        Result<int> length = error == Errno.None ? TakeReply(path) : error;
        return !length.IsError && length.Value != 0 && path[length.Value - 1] == 0 ? length.Value - 1 : length;
    }

    /// <summary>Begins a transaction: what is written in it happens at its end.</summary>
    /// <returns>Its number, for the other calls.</returns>
    public Result<uint> BeginTransaction()
    {
        Body[0] = 0;
        Errno error = Call(StoreMessageType.TransactionStart, 0, 1);
        if (error != Errno.None)
        {
            return error;
        }

        int end = Reply.IndexOf((byte)0);
        return StoreNumber.TryParse(end < 0 ? Reply : Reply.Slice(0, end), out uint transaction) && transaction != 0 ? transaction : Errno.EIO;
    }

    /// <summary>Ends a transaction. EAGAIN: somebody else came in between, nothing has happened.</summary>
    public Errno EndTransaction(uint transaction, bool isCommitted)
    {
        Body[0] = isCommitted ? (byte)'T' : (byte)'F';
        Body[1] = 0;
        return Call(StoreMessageType.TransactionEnd, transaction, 2);
    }

    /// <summary>Has changes at or below a path told from now on, and once right now. ENOSPC when there are too many watches.</summary>
    public Result<StoreWatch> Watch(ReadOnlySpan<byte> path)
    {
        int token = 0;
        while (token < _watches.Length && _watches[token].IsInUse)
        {
            token++;
        }

        if (token == _watches.Length)
        {
            return Errno.ENOSPC;
        }

        // Its first event may come before the answer.
        StoreWatch watch = _watches[token];
        watch.TakeChange();
        watch.IsInUse = true;
        Errno error = Tell(StoreMessageType.Watch, path, watch);
        if (error == Errno.EEXIST)
        {
            // Left by whoever ran in this domain before: as good as ours, but it has told its once.
            watch.Mark();
        }
        else if (error != Errno.None)
        {
            watch.IsInUse = false;
            return error;
        }

        WatchesInUse++;
        return watch;
    }

    /// <param name="path">The path it was made with.</param>
    public Errno Unwatch(ReadOnlySpan<byte> path, StoreWatch watch)
    {
        if (!watch.IsInUse)
        {
            return Errno.EINVAL;
        }

        Errno error = Tell(StoreMessageType.Unwatch, path, watch);
        watch.IsInUse = false;
        WatchesInUse--;
        return error;
    }

    /// <summary>Ends every watch and transaction that somebody before us may have left.</summary>
    public Errno ResetWatches()
    {
        Body[0] = 0;
        Errno error = Call(StoreMessageType.ResetWatches, 0, 1);
        for (int token = 0; token < _watches.Length && error == Errno.None; token++)
        {
            _watches[token].IsInUse = false;
        }

        WatchesInUse = error == Errno.None ? 0 : WatchesInUse;
        return error;
    }

    private Result<int> ListInParts(ReadOnlySpan<byte> path, Span<byte> names, uint transaction)
    {
        Span<byte> generation = stackalloc byte[32];
        for (int attempt = 0; attempt < MostListAttempts; attempt++)
        {
            Result<int> listed = ListOneGeneration(path, names, generation, transaction);
            if (listed.Error != Errno.EAGAIN)
            {
                return listed;
            }
        }

        return Errno.EAGAIN;
    }

    /// <summary>EAGAIN when the list has changed from one part to the next.</summary>
    private Result<int> ListOneGeneration(ReadOnlySpan<byte> path, Span<byte> names, Span<byte> generation, uint transaction)
    {
        int count = 0, generationLength = -1;
        while (true)
        {
            var body = new TextBuilder(Body);
            Errno error = AppendPath(ref body, path);
            body.AppendDecimal((ulong)count);
            body.Append(0);
            error = error != Errno.None ? error : Call(StoreMessageType.DirectoryPart, transaction, body.Length);
            if (error != Errno.None)
            {
                return error;
            }

            // A number that changes with the list, NUL, names each with a NUL, and at the end of the list one more NUL.
            int length = Reply.IndexOf((byte)0);
            if (length <= 0 || length > generation.Length || Reply.Length == length + 1)
            {
                return Errno.EIO;
            }

            if (generationLength < 0)
            {
                generationLength = length;
                Reply.Slice(0, length).CopyTo(generation);
            }
            else if (!Reply.Slice(0, length).SequenceEqual(generation.Slice(0, generationLength)))
            {
                return Errno.EAGAIN;
            }

            ReadOnlySpan<byte> part = Reply.Slice(length + 1);
            bool isLast = part[part.Length - 1] == 0 && (part.Length == 1 || part[part.Length - 2] == 0);
            part = part.Slice(0, part.Length - (isLast ? 1 : 0));
            if (part.Length > names.Length - count)
            {
                return Errno.ERANGE;
            }

            part.CopyTo(names.Slice(count));
            count += part.Length;
            if (isLast)
            {
                return count;
            }
        }
    }

    private Result<int> Ask(StoreMessageType type, ReadOnlySpan<byte> path, Span<byte> answer, uint transaction)
    {
        Errno error = Tell(type, path, transaction);
        return error == Errno.None ? TakeReply(answer) : error;
    }

    private Result<int> TakeReply(Span<byte> answer)
    {
        if (Reply.Length > answer.Length)
        {
            return Errno.ERANGE;
        }

        Reply.CopyTo(answer);
        return Reply.Length;
    }

    private Errno Tell(StoreMessageType type, ReadOnlySpan<byte> path, uint transaction)
    {
        var body = new TextBuilder(Body);
        Errno error = AppendPath(ref body, path);
        return error == Errno.None ? Call(type, transaction, body.Length) : error;
    }

    private Errno Tell(StoreMessageType type, ReadOnlySpan<byte> path, StoreWatch watch)
    {
        var body = new TextBuilder(Body);
        Errno error = AppendPath(ref body, path);
        body.AppendDecimal((ulong)watch.Token);
        body.Append(0);
        return error == Errno.None ? Call(type, 0, body.Length) : error;
    }

    /// <summary>A path and the NUL that ends it. A message longer than the protocol allows would end the connection.</summary>
    private static Errno AppendPath(ref TextBuilder body, ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path.IndexOf((byte)0) >= 0)
        {
            return Errno.EINVAL;
        }

        if (path.Length > (path[0] == (byte)'/' ? LongestAbsolutePath : LongestRelativePath))
        {
            return Errno.ENAMETOOLONG;
        }

        body.Append(path);
        body.Append(0);
        return Errno.None;
    }
}
