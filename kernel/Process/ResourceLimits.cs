// The limits that getrlimit(2) tells; .NET sizes its heap by RLIMIT_AS, C libraries size thread stacks by RLIMIT_STACK.
namespace Kernel.Process;

using System;
using Kernel.Abi.Structures;

/// <summary>Resource numbers of include/uapi/asm-generic/resource.h.</summary>
public enum Resource
{
    ProcessorTime = 0,
    FileSize = 1,
    Data = 2,
    Stack = 3,
    Core = 4,
    ResidentSet = 5,
    Processes = 6,
    OpenFiles = 7,
    LockedMemory = 8,
    AddressSpace = 9,
    PendingSignals = 11,
    Nice = 13,
    RealTimePriority = 14,
    Count = 16,
}

/// <summary>
/// Set by the app at will. Enforced are <see cref="Resource.OpenFiles"/>, by FileTable, and <see cref="Resource.AddressSpace"/> once the app
/// has set it, by Memory.AddressSpace.
/// </summary>
public sealed class ResourceLimits
{
    /// <summary>The first thread's stack: pages come when they are touched, so this costs nothing.</summary>
    public const ulong StackBytes = 8 << 20;

    private const ulong LeastAddressSpace = 512ul << 20;

    private readonly ResourceLimit[] _limits = new ResourceLimit[(int)Resource.Count];

    /// <param name="ramBytes">Memory that the app can have.</param>
    /// <param name="threads">Threads that there can be.</param>
    /// <param name="descriptors">Size of the descriptor table.</param>
    /// <param name="signals">Signals that can wait with their values.</param>
    public ResourceLimits(ulong ramBytes, int threads, int descriptors, int signals)
    {
        for (int index = 0; index < _limits.Length; index++)
        {
            Set((Resource)index, ResourceLimit.Unlimited, ResourceLimit.Unlimited);
        }

        Set(Resource.Stack, StackBytes, ResourceLimit.Unlimited);
        Set(Resource.Core, 0, 0);
        Set(Resource.Nice, 0, 0);
        Set(Resource.RealTimePriority, 0, 0);
        Set(Resource.Processes, (ulong)threads, (ulong)threads);
        Set(Resource.PendingSignals, (ulong)signals, (ulong)signals);
        Set(Resource.OpenFiles, (ulong)descriptors, (ulong)descriptors);

        // .NET reserves half of this for its heap; without it .NET 9 reserves 256 GiB and as much bookkeeping as goes with that.
        ulong addressSpace = Math.Max(ramBytes * 4, LeastAddressSpace);
        Set(Resource.AddressSpace, addressSpace, ResourceLimit.Unlimited);
    }

    public ref ResourceLimit this[Resource resource] => ref _limits[(int)resource];

    public static bool IsValid(int number) => number is >= 0 and < (int)Resource.Count;

    private void Set(Resource resource, ulong current, ulong maximum)
    {
        _limits[(int)resource].Current = current;
        _limits[(int)resource].Maximum = maximum;
    }
}
