// Writes the segments of one request into its indirect descriptor table; RequestChain feeds it, SplitQueue posts the result.
namespace Drivers.Virtio;

/// <summary>
/// Builds one chain at a time: <see cref="Begin"/>, any number of <see cref="Add"/>, <see cref="Finish"/>. Neighbours in memory
/// become one descriptor; an empty segment is left out, since a descriptor of length 0 is an error to a device.
/// </summary>
public sealed class ChainWriter<TMemory>
    where TMemory : struct, IQueueMemory
{
    private readonly QueueLayout _layout;
    private TMemory _memory;
    private int _table;
    private int _count;
    private ulong _address;
    private uint _length;
    private bool _isWritable;

    public ChainWriter(TMemory memory, QueueLayout layout)
    {
        _memory = memory;
        _layout = layout;
    }

    /// <summary>Bytes of the finished chain that the device may write; the bound that its answer is checked against.</summary>
    public uint WritableBytes { get; private set; }

    public void Begin(int slot)
    {
        _table = _layout.TableAt(slot);
        _count = 0;
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
            // The one at hand and the new one both need an entry.
            if (_length != 0)
            {
                if (_count + 2 > _layout.Segments)
                {
                    return false;
                }

                Write(DescriptorFlags.Next);
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
            Write(DescriptorFlags.None);
            _length = 0;
        }

        return _count;
    }

    private void Write(DescriptorFlags flags)
    {
        if (_isWritable)
        {
            flags |= DescriptorFlags.Write;
        }

        int entry = _table + (_count * QueueLayout.DescriptorBytes);
        _count++;
        _memory.Write64(entry, _address);
        _memory.Write64(entry + 8, _length | ((ulong)flags << 32) | ((ulong)_count << 48));
    }
}
