// The size of a page and how byte counts become page counts; used wherever memory is handed out.
namespace Kernel.Memory;

public static class PageSize
{
    public const int Shift = 12;
    public const int Bytes = 1 << Shift;
    public const ulong OffsetMask = Bytes - 1;

    /// <summary>Bytes that one entry of a page directory maps.</summary>
    public const ulong Large = 2 << 20;

    public static bool IsAligned(ulong value) => (value & OffsetMask) == 0;

    public static ulong RoundDown(ulong value) => value & ~OffsetMask;

    /// <summary>Up to the next multiple; wraps to 0 at the very end of the address space.</summary>
    public static ulong RoundUp(ulong value) => (value + OffsetMask) & ~OffsetMask;
}
