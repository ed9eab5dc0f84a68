// Where the VFS gets its places to sleep from, at boot; the scheduler implements it, the tests have one that never sleeps.
namespace Vfs;

/// <summary>Makes <see cref="WaitQueue"/>s while the system is put together.</summary>
public abstract class WaitQueueFactory
{
    public abstract WaitQueue Create();
}
