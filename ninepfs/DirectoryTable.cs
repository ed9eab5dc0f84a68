// The directories that are open, and the few buffers of entries that they share. Opening a directory takes from it.
namespace NinePFs;

using NinePFs.Requests;

/// <summary>A fixed number of <see cref="NinePDirectory"/> and of <see cref="DirectoryBuffer"/>.</summary>
public sealed class DirectoryTable
{
    private readonly RequestTable _requests;
    private readonly DirectoryBuffer[] _buffers;
    private NinePDirectory? _free;
    private ulong _clock;

    public DirectoryTable(NinePClient client, Transport transport, in NinePCapacity capacity)
    {
        _requests = client.Requests;
        Capacity = capacity.Directories;
        for (int index = 0; index < capacity.Directories; index++)
        {
            _free = new NinePDirectory(client, this) { Next = _free };
        }

        _buffers = new DirectoryBuffer[capacity.DirectoryBuffers];
        for (int index = 0; index < _buffers.Length; index++)
        {
            _buffers[index] = new DirectoryBuffer(new PayloadMemory(transport.AllocateBuffer(capacity.DirectoryBufferLength)));
        }
    }

    public int Capacity { get; }

    /// <summary>Open directories.</summary>
    public int InUse { get; private set; }

    /// <summary>A free one, or null.</summary>
    internal NinePDirectory? TryTake()
    {
        NinePDirectory? directory = _free;
        if (directory is not null)
        {
            _free = directory.Next;
            directory.Next = null;
            InUse++;
        }

        return directory;
    }

    internal void Return(NinePDirectory directory)
    {
        directory.Next = _free;
        _free = directory;
        InUse--;
    }

    /// <summary>
    /// The buffer that has been idle for longest, now <paramref name="owner"/>'s. Sleeps while a Treaddir is on its way into every one;
    /// null when the session ends meanwhile.
    /// </summary>
    internal DirectoryBuffer? TakeBuffer(NinePDirectory owner)
    {
        DirectoryBuffer? oldest = null;
        while (oldest is null)
        {
            for (int index = 0; index < _buffers.Length; index++)
            {
                DirectoryBuffer buffer = _buffers[index];
                if (!buffer.IsBusy && (oldest is null || buffer.LastUse < oldest.LastUse))
                {
                    oldest = buffer;
                }
            }

            if (oldest is null && _requests.IsBroken)
            {
                return null;
            }

            if (oldest is null)
            {
                _requests.WaitForReturn();
            }
        }

        oldest.Owner = owner;
        return oldest;
    }

    internal void Touch(DirectoryBuffer buffer) => buffer.LastUse = ++_clock;
}
