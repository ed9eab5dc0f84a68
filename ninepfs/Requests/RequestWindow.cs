// The requests of one large read that are in flight together, oldest first. NinePClient.Read keeps one on its stack.
namespace NinePFs.Requests;

using System.Runtime.CompilerServices;

/// <summary>A ring of at most <see cref="Depth"/> requests.</summary>
public struct RequestWindow
{
    /// <summary>Enough to keep the server busy while one reply travels; more only takes slots from other threads.</summary>
    public const int Depth = 4;

    private Slots _slots;
    private int _first;
    private int _count;

    public readonly bool IsEmpty => _count == 0;

    public readonly bool IsFull => _count == Depth;

    public void Add(Request request) => _slots[(_first + _count++) % Depth] = request;

    /// <summary>Takes the oldest one out.</summary>
    public Request Remove()
    {
        Request request = _slots[_first]!;
        _first = (_first + 1) % Depth;
        _count--;
        return request;
    }

    [InlineArray(Depth)]
    private struct Slots
    {
        private Request? _request;
    }
}
