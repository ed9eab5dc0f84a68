// The texts of synthetic files while they are read: a program that reads /proc/self/maps in pieces gets pieces of one text.
namespace Vfs.Synthetic;

using System;

/// <summary>
/// A few buffers, each with the text that one opening has seen. A read at offset 0 makes the text anew; when more openings are
/// read at once than there are buffers, the one that was not read for longest loses its text and gets the present one.
/// </summary>
public sealed class TextSnapshots
{
    private readonly Snapshot[] _snapshots;
    private ulong _uses;

    /// <param name="length">Bytes of the longest text; a longer one is cut.</param>
    public TextSnapshots(int capacity, int length)
    {
        _snapshots = new Snapshot[capacity];
        for (int index = 0; index < capacity; index++)
        {
            _snapshots[index] = new Snapshot(length);
        }
    }

    /// <summary>The text of a file for one opening; valid until somebody else reads.</summary>
    internal ReadOnlySpan<byte> TextFor(SyntheticFileSystem tree, ulong id, OpenFile file, bool mustBeNew)
    {
        Snapshot snapshot = Choose(file);
        if (snapshot.Owner != file || mustBeNew)
        {
            snapshot.Owner = file;
            snapshot.Length = tree.Render(id, snapshot.Bytes);
        }

        snapshot.LastUse = ++_uses;
        return snapshot.Bytes.AsSpan(0, snapshot.Length);
    }

    internal void Forget(OpenFile file)
    {
        for (int index = 0; index < _snapshots.Length; index++)
        {
            if (_snapshots[index].Owner == file)
            {
                _snapshots[index].Owner = null;
                _snapshots[index].LastUse = 0;
            }
        }
    }

    private Snapshot Choose(OpenFile file)
    {
        Snapshot oldest = _snapshots[0];
        for (int index = 0; index < _snapshots.Length; index++)
        {
            Snapshot snapshot = _snapshots[index];
            if (snapshot.Owner == file)
            {
                return snapshot;
            }

            oldest = snapshot.LastUse < oldest.LastUse ? snapshot : oldest;
        }

        return oldest;
    }

    private sealed class Snapshot(int length)
    {
        public readonly byte[] Bytes = new byte[length];
        public int Length;
        public OpenFile? Owner;
        public ulong LastUse;
    }
}
