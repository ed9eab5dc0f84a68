// Leaves word in the store of how the app ended, in the one folder that a domain may write to by itself. XenLink calls it last.
namespace Drivers.Xen.Store;

using System;

public sealed class StoreStatus(StoreClient store) : StatusRecord
{
    public override void Write(ReadOnlySpan<byte> status) => store.Write("data/ninesharp/status"u8, status);
}
