// A list of threads through links inside them, first in first out; the ready queue and every wait queue is one.
namespace Kernel.Scheduling;

/// <summary>A thread is in at most one list.</summary>
internal sealed class ThreadList
{
    public Thread? First { get; private set; }

    public Thread? Last { get; private set; }

    public bool IsEmpty => First == null;

    public void AddLast(Thread thread)
    {
        thread.List = this;
        thread.Next = null;
        thread.Previous = Last;
        if (Last == null)
        {
            First = thread;
        }
        else
        {
            Last.Next = thread;
        }

        Last = thread;
    }

    public void AddFirst(Thread thread)
    {
        thread.List = this;
        thread.Previous = null;
        thread.Next = First;
        if (First == null)
        {
            Last = thread;
        }
        else
        {
            First.Previous = thread;
        }

        First = thread;
    }

    public Thread? TakeFirst()
    {
        Thread? thread = First;
        if (thread != null)
        {
            Remove(thread);
        }

        return thread;
    }

    public void Remove(Thread thread)
    {
        if (thread.Previous == null)
        {
            First = thread.Next;
        }
        else
        {
            thread.Previous.Next = thread.Next;
        }

        if (thread.Next == null)
        {
            Last = thread.Previous;
        }
        else
        {
            thread.Next.Previous = thread.Previous;
        }

        thread.List = null;
        thread.Next = null;
        thread.Previous = null;
    }
}
