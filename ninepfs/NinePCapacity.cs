// How much memory a 9P mount takes: the sizes of its tables, decided once at boot. TableSizes has it, NinePFileSystem uses it.
namespace NinePFs;

using System;

/// <summary>Sizes of the fixed tables of one mount.</summary>
public struct NinePCapacity
{
    /// <summary>Requests in flight; about 8.5 KiB each of the transport's memory.</summary>
    public int Requests;

    /// <summary>Fids: one per node that is held and one per further opening.</summary>
    public int Fids;

    /// <summary>Files that are open, or a working directory, or on the way of a walk, at once.</summary>
    public int Nodes;

    /// <summary>Directories that are open at once.</summary>
    public int Directories;

    /// <summary>Of these, how many keep a buffer of entries; the others read theirs again.</summary>
    public int DirectoryBuffers;

    /// <summary>Bytes of one of the buffers, of the transport's memory.</summary>
    public int DirectoryBufferLength;

    /// <summary>What suits a machine: about 0.3 MiB of 8, 0.8 of 32, 1.0 of 128.</summary>
    /// <param name="memory">Bytes of RAM.</param>
    public static NinePCapacity For(ulong memory)
    {
        int scale = memory < 16 << 20 ? 1 : memory < 96 << 20 ? 4 : 8;
        return new NinePCapacity
        {
            Requests = Math.Min(16 * scale, 64),
            Fids = 320 * scale,
            Nodes = 192 * scale,
            Directories = 64 * scale,
            DirectoryBuffers = scale == 1 ? 2 : 4,
            DirectoryBufferLength = scale == 1 ? 48 << 10 : 64 << 10,
        };
    }
}
