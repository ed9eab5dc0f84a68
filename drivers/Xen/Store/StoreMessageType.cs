// The messages of xenstored's protocol (xen/include/public/io/xs_wire.h). StoreClient sends and expects them.
namespace Drivers.Xen.Store;

public enum StoreMessageType : uint
{
    Control = 0,
    Directory = 1,
    Read = 2,
    GetPermissions = 3,
    Watch = 4,
    Unwatch = 5,
    TransactionStart = 6,
    TransactionEnd = 7,
    GetDomainPath = 10,
    Write = 11,
    MakeDirectory = 12,
    Remove = 13,
    SetPermissions = 14,
    WatchEvent = 15,
    Error = 16,
    ResetWatches = 21,
    DirectoryPart = 22,
}
