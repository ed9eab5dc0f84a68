// The client's handle on a file of the server: a number, what the server has done with it, and who refers to it.
// FidTable owns all of them; nodes and openings hold references.
namespace NinePFs.Fids;

using Kernel.Abi;
using NinePFs.Wire;

/// <summary>The life of a <see cref="Fid"/>.</summary>
public enum FidState : byte
{
    /// <summary>In the pool.</summary>
    Free,

    /// <summary>The number is ours, and the server has no file under it.</summary>
    Reserved,

    /// <summary>A reply was lost or garbled: the server may have a file under the number. It is clunked to be sure.</summary>
    Uncertain,

    /// <summary>Names a file; can be walked from and opened.</summary>
    Path,

    /// <summary>A Tlopen is on its way; a second one would be refused.</summary>
    Opening,

    /// <summary>Open for I/O.</summary>
    Open,

    /// <summary>A Tclunk is on its way, or waits for a free request.</summary>
    Clunking,
}

/// <summary>A reference-counted fid.</summary>
public sealed class Fid
{
    private readonly FidTable _table;

    internal Fid(FidTable table, uint number)
    {
        _table = table;
        Number = number;
    }

    /// <summary>What the server knows it by.</summary>
    public uint Number { get; internal set; }

    public FidState State { get; internal set; }

    public int References { get; private set; }

    /// <summary>The flags it was opened with, as they were sent.</summary>
    public OpenFlags OpenFlags { get; internal set; }

    /// <summary>Bytes of one read or write, at most; set when it is opened (O1).</summary>
    public int IoUnit { get; internal set; }

    /// <summary>The <see cref="Requests.RequestTable.Generation"/> of the session that knows the number; to a later one it means nothing.</summary>
    public uint Generation { get; private set; }

    /// <summary>What the server said that it names.</summary>
    public Qid Qid { get; internal set; }

    /// <summary>The next one in the free or the deferred list.</summary>
    internal Fid? Next { get; set; }

    public bool IsOpen => State == FidState.Open;

    public void Acquire() => References++;

    /// <summary>Gives one reference back; the last one lets the server forget the fid, without waiting for its answer.</summary>
    public void Release()
    {
        if (--References == 0)
        {
            _table.Retire(this);
        }
    }

    internal void Start(uint generation)
    {
        Generation = generation;
        State = FidState.Reserved;
        References = 1;
        OpenFlags = OpenFlags.ReadOnly;
        IoUnit = 0;
        Qid = default;
        Next = null;
    }

    /// <summary>
    /// Goes on as <paramref name="other"/>, which the present session has made for the same file; that one is left with the old
    /// number, which names nothing.
    /// </summary>
    internal void Become(Fid other)
    {
        (Number, other.Number) = (other.Number, Number);
        Generation = other.Generation;
        State = other.State;
        OpenFlags = other.OpenFlags;
        IoUnit = other.IoUnit;
        other.State = FidState.Reserved;
    }
}
