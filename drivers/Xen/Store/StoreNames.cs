// Goes through the names that StoreClient.List returns: each ends with a NUL. Xenbus lists devices with it.
namespace Drivers.Xen.Store;

using System;

public ref struct StoreNames(ReadOnlySpan<byte> names)
{
    private ReadOnlySpan<byte> _rest = names;

    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Goes to the next name that is not empty. False at the end.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf((byte)0);
            Current = end < 0 ? _rest : _rest.Slice(0, end);
            _rest = end < 0 ? default : _rest.Slice(end + 1);
            if (!Current.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
