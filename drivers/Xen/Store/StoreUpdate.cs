// A change of several nodes that happens at once or not at all; StoreClient.Update runs it, NodeBatch is one.
namespace Drivers.Xen.Store;

using Kernel.Abi;

public abstract class StoreUpdate
{
    /// <summary>Makes the changes inside a transaction. Called again from the start when somebody else came in between.</summary>
    public abstract Errno Apply(StoreClient store, uint transaction);
}
