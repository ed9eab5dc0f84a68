// The data of one Rreaddir and how far its reader has come. DirectoryTable owns a few; NinePDirectory reads them.
namespace NinePFs;

internal sealed class DirectoryBuffer(PayloadMemory memory)
{
    public readonly PayloadMemory Memory = memory;

    /// <summary>Whose entries these are; another directory may have taken the buffer.</summary>
    public NinePDirectory? Owner;

    /// <summary>A Treaddir is on its way into it.</summary>
    public bool IsBusy;

    public ulong LastUse;

    /// <summary>Bytes of records.</summary>
    public int Length;

    /// <summary>The cookie of the record before <see cref="Position"/>.</summary>
    public ulong Cookie;

    public int Position;

    /// <summary>One record back: getdents64 asks for the same entry again when it did not fit.</summary>
    public ulong PreviousCookie;

    public int PreviousPosition;

    /// <summary>Goes to the record behind <paramref name="cookie"/>; false when that needs a Treaddir.</summary>
    public bool TrySeek(ulong cookie)
    {
        if (cookie == Cookie)
        {
            return true;
        }

        if (cookie != PreviousCookie)
        {
            return false;
        }

        Cookie = PreviousCookie;
        Position = PreviousPosition;
        return true;
    }

    /// <summary>Takes in a reply to a Treaddir from <paramref name="cookie"/>.</summary>
    public void Fill(ulong cookie, int length)
    {
        Length = length;
        Cookie = cookie;
        Position = 0;
        PreviousCookie = cookie;
        PreviousPosition = 0;
    }

    /// <summary>Steps over a record.</summary>
    public void Advance(ulong cookie, int length)
    {
        PreviousCookie = Cookie;
        PreviousPosition = Position;
        Cookie = cookie;
        Position += length;
    }
}
