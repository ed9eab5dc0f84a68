// The nodes that a frontend tells its backend, written at once. XenbusDevice has one; its driver fills it.
namespace Drivers.Xen.Bus;

using System;
using Drivers.Xen.Store;
using Kernel.Abi;

public sealed class NodeBatch : StoreUpdate
{
    private const int Room = 1024, LongestPath = 160;

    private readonly byte[] _nodes = new byte[Room];
    private readonly byte[] _folder;
    private int _length;
    private bool _isCut;

    /// <param name="folder">Where the nodes are, without a slash at its end.</param>
    public NodeBatch(ReadOnlySpan<byte> folder)
    {
        _folder = new byte[folder.Length];
        folder.CopyTo(_folder);
    }

    public void Clear()
    {
        _length = 0;
        _isCut = false;
    }

    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var nodes = new TextBuilder(_nodes.AsSpan(_length));
        nodes.Append(name);
        nodes.Append(0);
        nodes.Append(value);
        nodes.Append(0);
        _isCut |= nodes.IsFull;
        _length += nodes.Length;
    }

    public void Add(ReadOnlySpan<byte> name, uint value)
    {
        var text = new TextBuilder(stackalloc byte[16]);
        text.AppendDecimal((ulong)value);
        Add(name, text.Text);
    }

    /// <summary>A node whose name ends with a number: <c>ring-ref3</c>.</summary>
    public void Add(ReadOnlySpan<byte> name, int index, uint value)
    {
        var text = new TextBuilder(stackalloc byte[64]);
        text.Append(name);
        text.AppendDecimal(index);
        Add(text.Text, value);
    }

    /// <inheritdoc/>
    /// <returns>E2BIG when there was no room for all nodes.</returns>
    public override Errno Apply(StoreClient store, uint transaction)
    {
        if (_isCut)
        {
            return Errno.E2BIG;
        }

        ReadOnlySpan<byte> rest = _nodes.AsSpan(0, _length);
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<byte> name = Take(ref rest), value = Take(ref rest);
            Errno error = Write(store, transaction, name, value);
            if (error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }

    private Errno Write(StoreClient store, uint transaction, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var path = new TextBuilder(stackalloc byte[LongestPath]);
        path.Append(_folder);
        path.Append((byte)'/');
        path.Append(name);
        return path.IsFull ? Errno.ENAMETOOLONG : store.Write(path.Text, value, transaction);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)0);
        ReadOnlySpan<byte> text = rest.Slice(0, end);
        rest = rest.Slice(end + 1);
        return text;
    }
}
