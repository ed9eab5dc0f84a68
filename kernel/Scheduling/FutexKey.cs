// What a futex is known by; Futex finds the threads that wait for the same one, and Thread keeps what it waits for.
namespace Kernel.Scheduling;

using Vfs;

/// <summary>An address of the app's, or a place in a file of which there are shared mappings: they may show it at several addresses.</summary>
/// <param name="place">The address, or the offset in the file. 0 without a file: none.</param>
/// <param name="file">
/// Null: the futex is at an address. Not held: when its mappings go and it becomes another file, somebody may wake in vain, as futex(2) allows.
/// </param>
public readonly struct FutexKey(ulong place, VNode? file)
{
    public readonly ulong Place = place;
    public readonly VNode? File = file;

    public bool Is(in FutexKey other) => Place == other.Place && File == other.File;
}
