// Stacks for threads in the kernel, each above a page that is not mapped; the scheduler takes one for a thread and gives it back.
namespace Kernel.Memory;

using Kernel.Abi;
using Kernel.Diagnostics;

/// <summary>A fixed number of places in the address space; pages are there only while a stack is taken.</summary>
public sealed class KernelStacks
{
    /// <summary>Bytes of one stack.</summary>
    public const int StackSize = 32 << 10;

    private const ulong First = 0xFFFF_C000_0000_0000;

    /// <summary>The stack fills the upper half of its place, the lower half is guard.</summary>
    private const ulong PlaceSize = 2 * StackSize;

    private readonly PhysicalPages _pages;
    private readonly PageTable _table;
    private readonly int[] _freePlaces;

    /// <param name="capacity">Threads at once.</param>
    public KernelStacks(PhysicalPages pages, KernelAddressSpace kernel, int capacity)
    {
        _pages = pages;
        _table = kernel.Table;
        _freePlaces = new int[capacity];
        for (int place = 0; place < capacity; place++)
        {
            _freePlaces[place] = capacity - 1 - place;
        }
    }

    public int Capacity => _freePlaces.Length;

    public int InUse { get; private set; }

    /// <summary>The address behind a new stack's last byte, a multiple of the page size; EAGAIN without a free place, ENOMEM without pages.</summary>
    public Result<ulong> Take()
    {
        if (InUse == _freePlaces.Length)
        {
            return Errno.EAGAIN;
        }

        _pages.EnsureFree((StackSize >> PageSize.Shift) + 4);
        ulong top = First + ((ulong)_freePlaces[_freePlaces.Length - 1 - InUse] + 1) * PlaceSize;
        for (ulong address = top - StackSize; address < top; address += PageSize.Bytes)
        {
            Result<PhysicalAddress> page = _pages.Allocate();
            Errno error = page.Error;
            if (!page.IsError)
            {
                error = _table.Set(address, page.Value.Value | PageEntry.Present | PageEntry.Writable | PageEntry.NoExecute);
                if (error != Errno.None)
                {
                    _pages.Release(page.Value);
                }
            }

            if (error != Errno.None)
            {
                _table.Drop(top - StackSize, top);
                return error;
            }
        }

        InUse++;
        return top;
    }

    /// <summary>Gives a stack back that nobody runs on any more.</summary>
    /// <param name="top">What <see cref="Take"/> returned.</param>
    public void Return(ulong top)
    {
        ulong place = (top - First) / PlaceSize - 1;
        if (InUse == 0 || place >= (ulong)_freePlaces.Length)
        {
            Panic.Stop("memory: not a kernel stack"u8);
        }

        _table.Drop(top - StackSize, top);
        InUse--;
        _freePlaces[_freePlaces.Length - 1 - InUse] = (int)place;
    }

    /// <summary>Whether a fault at this address means that a kernel stack has overflowed.</summary>
    public static bool IsGuard(ulong address)
    {
        ulong bootGuard = ImageLayout.Current.BootStackGuard;
        return (address >= bootGuard && address < bootGuard + PageSize.Bytes)
            || (address >= First && address < DeviceMemory.First && (address - First) % PlaceSize < StackSize);
    }
}
