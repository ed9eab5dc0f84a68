// Requests of one ring that wait for room, in the order they came. RequestRing has one.
namespace Drivers.Xen.NineP;

using System;
using NinePFs.Requests;

/// <param name="capacity">Requests of the transport: no more can wait.</param>
internal sealed class WaitingRequests(int capacity)
{
    private readonly Request?[] _requests = new Request?[capacity];
    private int _first;

    public int Count { get; private set; }

    /// <summary>The one that came first; there is one.</summary>
    public Request First => _requests[_first]!;

    public void Add(Request request) => _requests[At(Count++)] = request;

    public void RemoveFirst()
    {
        _requests[_first] = null;
        _first = At(1);
        Count--;
    }

    /// <summary>False when it is not one of them.</summary>
    public bool TryRemove(Request request)
    {
        bool isFound = false;
        for (int index = 0; index < Count; index++)
        {
            if (isFound)
            {
                _requests[At(index - 1)] = _requests[At(index)];
            }

            isFound |= _requests[At(index)] == request;
        }

        if (isFound)
        {
            _requests[At(--Count)] = null;
        }

        return isFound;
    }

    public void Clear()
    {
        Array.Clear(_requests);
        Count = 0;
    }

    private int At(int index) => (_first + index) % _requests.Length;
}
