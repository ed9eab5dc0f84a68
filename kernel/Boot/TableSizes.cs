// How many of everything there can be, decided once from the VM's memory; KernelMain's parts make their tables from it.
namespace Kernel.Boot;

using System;
using NinePFs;

/// <summary>Counts of table entries; what one costs is said at each. A machine of less than 8 MiB has those of 8 MiB.</summary>
public readonly struct TableSizes
{
    private const int SmallestMebibytes = 8;

    /// <param name="memoryBytes">RAM of the VM.</param>
    public TableSizes(ulong memoryBytes)
    {
        int mebibytes = (int)Math.Clamp(memoryBytes >> 20, SmallestMebibytes, 1 << 16);
        Memory = memoryBytes;
        Threads = Math.Clamp(mebibytes / 2, 32, 256);
        Regions = Math.Clamp(mebibytes * 32, 1024, 32768);
        Dentries = Math.Clamp(mebibytes * 4, 256, 4096);
        OpenFiles = Math.Clamp(mebibytes * 4, 256, 1024);
        Locks = Math.Clamp(mebibytes * 2, 32, 512);
        Signals = Math.Clamp(mebibytes * 2, 64, 1024);
        Pipes = Math.Clamp(mebibytes / 2, 16, 256);
        EventFiles = Math.Clamp(mebibytes / 8, 8, 64);
        EpollWatches = Math.Clamp(mebibytes, 32, 512);
        ChangeQueues = Math.Clamp(mebibytes / 64, 2, 8);
        SocketPairs = Math.Clamp(mebibytes / 16, 4, 32);
        CopyBytes = Math.Clamp(mebibytes << 9, 8 << 10, 128 << 10);
        MessageSize = mebibytes < 16 ? 128 << 10 : NinePMessageSize;
        ArgumentBytes = mebibytes < 64 ? 4 << 10 : 32 << 10;
        ClusterPages = mebibytes < 32 ? 8 : 32;
        LargestMessageSize = mebibytes < 48 ? NinePMessageSize : (4 << 20) + 24;
        RingMemory = memoryBytes / 16;
        NineP = NinePCapacity.For(memoryBytes);
    }

    /// <summary>Payload of 512 KiB and the header of a Twrite.</summary>
    public const int NinePMessageSize = (512 << 10) + 24;

    public ulong Memory { get; }

    /// <summary>About 1.7 KiB each, and 36 KiB while it runs.</summary>
    public int Threads { get; }

    /// <summary>48 bytes each.</summary>
    public int Regions { get; }

    /// <summary>Bytes of argv, and again of envp, that execve takes; about seven times as much in all.</summary>
    public int ArgumentBytes { get; }

    /// <summary>Pages of a mapped file that are read at once.</summary>
    public int ClusterPages { get; }

    /// <summary>About 0.4 KiB each.</summary>
    public int Dentries { get; }

    /// <summary>About 0.1 KiB each, and as much for the file's pages in PageCache.</summary>
    public int OpenFiles { get; }

    /// <summary>About 0.1 KiB each.</summary>
    public int Locks { get; }

    /// <summary>56 bytes each.</summary>
    public int Signals { get; }

    /// <summary>About 0.5 KiB each, and at most 64 KiB of buffers while bytes are in it.</summary>
    public int Pipes { get; }

    /// <summary>Event counters, timers and epolls, so many of each: about 0.6 KiB for the three.</summary>
    public int EventFiles { get; }

    /// <summary>About 0.1 KiB each.</summary>
    public int EpollWatches { get; }

    /// <summary>16 KiB each.</summary>
    public int ChangeQueues { get; }

    /// <summary>About 0.6 KiB each, and 128 KiB of buffers while it is open.</summary>
    public int SocketPairs { get; }

    /// <summary>What sendfile and copy_file_range move at once.</summary>
    public int CopyBytes { get; }

    /// <summary>The largest 9P message to ask for, in bytes: the rings are sized for it.</summary>
    public int MessageSize { get; }

    /// <summary>What msize= may ask for at most. At 4 MiB a request takes 36 KiB of ring and tail, a thread 8 KiB of page numbers.</summary>
    public int LargestMessageSize { get; }

    /// <summary>What the rings of a share may take where whole messages lie in them (Xen), in bytes.</summary>
    public ulong RingMemory { get; }

    public NinePCapacity NineP { get; }
}
