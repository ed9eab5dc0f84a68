// Notices that a server's directory cookies lead in a circle, so that reading a directory always ends. NinePDirectory asks it.
namespace NinePFs;

/// <summary>Brent's algorithm over the cookies of the batches: constant memory, finds a circle of any length.</summary>
internal struct CookieLoop
{
    private ulong _mark;
    private uint _steps;
    private uint _limit;

    /// <summary>False when a batch that goes on behind the one before begins where an earlier one began (D7).</summary>
    /// <param name="isContinuing">The reader came here by reading on, not by seekdir(3).</param>
    public bool IsProgress(ulong cookie, bool isContinuing)
    {
        if (!isContinuing)
        {
            _mark = cookie;
            _steps = 0;
            _limit = 2;
            return true;
        }

        if (cookie == _mark)
        {
            return false;
        }

        if (++_steps >= _limit)
        {
            _mark = cookie;
            _steps = 0;
            _limit = _limit < 1u << 30 ? _limit * 2 : _limit;
        }

        return true;
    }
}
