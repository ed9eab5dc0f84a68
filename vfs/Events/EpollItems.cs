// The pool of what all epolls watch together (max_user_watches). EventFiles makes it, the epolls take from it.
namespace Vfs.Events;

internal sealed class EpollItems
{
    private EpollItem? _free;

    public EpollItems(int capacity)
    {
        for (int index = 0; index < capacity; index++)
        {
            _free = new EpollItem { Next = _free };
        }
    }

    public int InUse { get; private set; }

    /// <summary>Null when all are in use.</summary>
    public EpollItem? Take()
    {
        EpollItem? item = _free;
        if (item != null)
        {
            _free = item.Next;
            item.Next = null;
            InUse++;
        }

        return item;
    }

    public void Return(EpollItem item)
    {
        item.File = null!;
        item.Owner = null!;
        item.Previous = null;
        item.NextOfFile = null;
        item.Next = _free;
        _free = item;
        InUse--;
    }
}
