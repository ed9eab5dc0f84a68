// The event channels' bits in the shared info page: what came, what is masked (xen/include/public/xen.h, 2-level ABI).
// XenEventChannels works on them.
namespace Drivers.Xen;

using System.Numerics;

/// <summary>Xen and other processors change the words meanwhile, so every change of a bit is one locked instruction.</summary>
public sealed class EventWords
{
    /// <summary>Ports of a 64-bit domain.</summary>
    public const uint Ports = 4096;

    // vcpu_info of processor 0, then the bits of all.
    private const int UpcallPending = 0, Selector = 8, Pending = 2048, Masked = 2560;

    private const int WordBits = 64, Words = 64;

    private readonly SharedMemory _page;
    private ulong _selected;
    private ulong _bits;
    private int _word;

    /// <param name="sharedInfo">The page that Xen shares with its domain.</param>
    public EventWords(SharedMemory sharedInfo)
    {
        _page = sharedInfo;
    }

    public void MaskAll()
    {
        for (int word = 0; word < Words; word++)
        {
            _page.WriteUInt64(Masked + word * sizeof(ulong), ulong.MaxValue);
        }
    }

    public void Mask(uint port) => Set(Masked, port);

    /// <summary>
    /// False when an event is waiting: then the port is masked still, and Xen has to unmask it, for what came while it was masked
    /// raises no new upcall.
    /// </summary>
    public bool TryUnmask(uint port)
    {
        Clear(Masked, port);
        if (!IsSet(Pending, port))
        {
            return true;
        }

        Set(Masked, port);
        return false;
    }

    public bool IsPending(uint port) => IsSet(Pending, port);

    public void SetPending(uint port) => Set(Pending, port);

    public void ClearPending(uint port) => Clear(Pending, port);

    /// <summary>At an upcall: <see cref="TryTake"/> tells what came until now. What comes later makes an upcall of its own.</summary>
    public void BeginUpcall()
    {
        _page.WriteByte(UpcallPending, 0);
        _selected = _page.ExchangeUInt64(Selector, 0);
        _bits = 0;
    }

    /// <summary>
    /// The next port with an event that is not masked. Its bit is clear when this returns: whatever comes from now on is another event.
    /// </summary>
    public bool TryTake(out uint port)
    {
        while (_bits == 0)
        {
            if (_selected == 0)
            {
                port = 0;
                return false;
            }

            _word = BitOperations.TrailingZeroCount(_selected);
            _selected &= _selected - 1;
            _bits = _page.ReadUInt64(Pending + _word * sizeof(ulong)) & ~_page.ReadUInt64(Masked + _word * sizeof(ulong));
        }

        port = (uint)(_word * WordBits + BitOperations.TrailingZeroCount(_bits));
        _bits &= _bits - 1;
        ClearPending(port);
        return true;
    }

    private bool IsSet(int words, uint port) => (_page.ReadUInt64(OffsetOf(words, port)) & BitOf(port)) != 0;

    private void Set(int words, uint port)
    {
        int offset = OffsetOf(words, port);
        ulong old = _page.ReadUInt64(offset);
        for (ulong seen; (seen = _page.CompareExchangeUInt64(offset, old | BitOf(port), old)) != old; old = seen)
        {
        }
    }

    private void Clear(int words, uint port)
    {
        int offset = OffsetOf(words, port);
        ulong old = _page.ReadUInt64(offset);
        for (ulong seen; (seen = _page.CompareExchangeUInt64(offset, old & ~BitOf(port), old)) != old; old = seen)
        {
        }
    }

    private static int OffsetOf(int words, uint port) => words + (int)(port / WordBits) * sizeof(ulong);

    private static ulong BitOf(uint port) => 1ul << (int)(port % WordBits);
}
