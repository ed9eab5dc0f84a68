// Writes the segments of one request into its slot's indirect table; RequestChain feeds it, RingTransport posts the result.
namespace Drivers.Virtio;

/// <summary>
/// Builds one chain at a time: <see cref="Begin"/>, any number of <see cref="Add"/>, <see cref="Finish"/>. Neighbours in memory
/// become one descriptor; an empty segment is left out, since a descriptor of length 0 is an error to a device.
/// </summary>
public sealed class ChainWriter
{
    private readonly Queue _queue;
    private int _slot;
    private int _written;
    private ulong _address;
    private uint _length;
    private bool _isWritable;

    public ChainWriter(Queue queue)
    {
        _queue = queue;
    }

    /// <summary>Bytes of the finished chain that the device may write; the bound that its answer is checked against.</summary>
    public uint WritableBytes { get; private set; }

    /// <summary>Entries of the table that no segment has yet.</summary>
    public int Left => _queue.Layout.Segments - _written - (_length == 0 ? 0 : 1);

    public void Begin(int slot)
    {
        _slot = slot;
        _written = 0;
        _length = 0;
        _isWritable = false;
        WritableBytes = 0;
    }

    /// <summary>Appends a segment. False when the table is full or a readable segment follows a writable one (virtio 1.2 §2.7.4.2).</summary>
    /// <param name="address">Guest-physical.</param>
    /// <param name="length">Bytes; 0 adds nothing.</param>
    /// <param name="isWritable">The device writes it.</param>
    public bool Add(ulong address, int length, bool isWritable)
    {
        if (length <= 0)
        {
            return length == 0;
        }

        if (_isWritable && !isWritable)
        {
            return false;
        }

        if (_length != 0 && _isWritable == isWritable && _address + _length == address)
        {
            _length += (uint)length;
        }
        else
        {
            if (Left == 0)
            {
                return false;
            }

            if (_length != 0)
            {
                Write(isLast: false);
            }

            _address = address;
            _length = (uint)length;
            _isWritable = isWritable;
        }

        if (isWritable)
        {
            WritableBytes += (uint)length;
        }

        return true;
    }

    /// <summary>Ends the chain.</summary>
    /// <returns>Descriptors in the table, 0 when nothing was added.</returns>
    public int Finish()
    {
        if (_length != 0)
        {
            Write(isLast: true);
            _length = 0;
        }

        return _written;
    }

    private void Write(bool isLast) => _queue.WriteEntry(_slot, _written++, _address, _length, _isWritable, isLast);
}
