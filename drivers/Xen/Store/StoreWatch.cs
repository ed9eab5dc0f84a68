// Something in the store that somebody keeps an eye on. StoreClient hands them out and marks them when xenstored says so.
namespace Drivers.Xen.Store;

/// <summary>
/// Says that something has changed at or below the path, not what: whoever cares reads it again. So a flood of events takes no room,
/// and one that comes twice does no harm.
/// </summary>
public sealed class StoreWatch
{
    internal StoreWatch(int token)
    {
        Token = token;
    }

    /// <summary>Whether xenstored has told of a change since <see cref="TakeChange"/>. True soon after registration: it always tells once.</summary>
    public bool IsChanged { get; private set; }

    internal int Token { get; }

    internal bool IsInUse { get; set; }

    /// <summary>Returns <see cref="IsChanged"/> and makes it false. Before reading, so that a change meanwhile is seen next time.</summary>
    public bool TakeChange()
    {
        bool isChanged = IsChanged;
        IsChanged = false;
        return isChanged;
    }

    internal void Mark() => IsChanged = true;
}
