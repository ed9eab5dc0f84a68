// Finds this domain's halves of split devices in the store. The catalog of drivers asks for each kind that it knows.
namespace Drivers.Xen.Bus;

using System;
using Drivers.Xen.Store;
using Kernel.Abi;
using Kernel.Diagnostics;

/// <summary>At boot: what it makes stays.</summary>
public sealed class Xenbus(StoreClient store)
{
    /// <summary>Bytes of names of devices of one kind: hundreds of them.</summary>
    private const int NameRoom = 2048;

    private const int LongestPath = 64, LongestBackendPath = 256;

    private readonly byte[] _names = new byte[NameRoom];

    /// <summary>Finds the devices of a kind. One that the toolstack has described only in parts is a line in the log.</summary>
    /// <param name="kind">The folder's name: <c>9pfs</c>, <c>console</c>.</param>
    /// <returns>How many were put at the start of <paramref name="found"/>.</returns>
    public int Find(ReadOnlySpan<byte> kind, XenbusDevice[] found)
    {
        var folder = new TextBuilder(stackalloc byte[LongestPath]);
        folder.Append("device/"u8);
        folder.Append(kind);
        Result<int> listed = store.List(folder.Text, _names);
        if (listed.IsError)
        {
            if (listed.Error != Errno.ENOENT)
            {
                Report(folder.Text, "cannot be listed"u8);
            }

            return 0;
        }

        int count = 0;
        var names = new StoreNames(_names.AsSpan(0, listed.Value));
        while (count < found.Length && names.MoveNext())
        {
            XenbusDevice? device = Describe(folder.Text, names.Current);
            if (device is not null)
            {
                found[count++] = device;
            }
        }

        return count;
    }

    private XenbusDevice? Describe(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name)
    {
        var path = new TextBuilder(stackalloc byte[LongestPath]);
        path.Append(folder);
        path.Append((byte)'/');
        path.Append(name);
        XenbusDevice? device = path.IsFull ? null : Describe(path.Text);
        if (device is null)
        {
            Report(path.Text, "has no backend"u8);
        }

        return device;
    }

    private XenbusDevice? Describe(ReadOnlySpan<byte> path)
    {
        Span<byte> backend = stackalloc byte[LongestBackendPath];
        Span<byte> domain = stackalloc byte[16];
        Result<int> length = Read(path, "/backend"u8, backend);
        Result<int> digits = Read(path, "/backend-id"u8, domain);
        return !length.IsError && length.Value != 0 && backend[0] == (byte)'/' && !digits.IsError
            && StoreNumber.TryParse(domain.Slice(0, digits.Value), out uint number) && number <= ushort.MaxValue
            ? new XenbusDevice(store, path, backend.Slice(0, length.Value), (ushort)number)
            : null;
    }

    private Result<int> Read(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name, Span<byte> value)
    {
        var path = new TextBuilder(stackalloc byte[LongestPath + 16]);
        path.Append(folder);
        path.Append(name);
        return store.Read(path.Text, value);
    }

    private static void Report(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> what)
    {
        var line = new TextBuilder(stackalloc byte[LongestPath + 64]);
        line.Append("xenbus: "u8);
        line.Append(subject);
        line.Append(": "u8);
        line.Append(what);
        Log.Write(LogLevel.Warning, line.Text);
    }
}
