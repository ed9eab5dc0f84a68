// The store's port has been rung: an answer or an event. StoreClient.Open binds it.
namespace Drivers.Xen.Store;

using Kernel.Interrupts;

public sealed class StoreInterrupt : InterruptHandler
{
    internal StoreClient? Client { get; set; }

    public override void Handle() => Client?.HandleEvent();
}
