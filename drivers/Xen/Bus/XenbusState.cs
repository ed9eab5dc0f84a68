// What each side of a split device says of itself in the store (xen/include/public/io/xenbus.h). XenbusDevice reads and writes it.
namespace Drivers.Xen.Bus;

public enum XenbusState : byte
{
    /// <summary>There is no such node, or it says what no state is.</summary>
    Unknown = 0,
    Initialising = 1,
    InitWait = 2,
    Initialised = 3,
    Connected = 4,
    Closing = 5,
    Closed = 6,
    Reconfiguring = 7,
    Reconfigured = 8,
}
