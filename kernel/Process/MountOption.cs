// One `mount=TAG:/guest/path[:ro]` of the kernel command line; CommandLine makes them, ShareMounts mounts them.
namespace Kernel.Process;

using System;

/// <summary>A folder of the host to mount besides the root. The spans are slices of the command line.</summary>
public readonly ref struct MountOption
{
    private MountOption(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> path, bool isReadOnly)
    {
        Tag = tag;
        Path = path;
        IsReadOnly = isReadOnly;
    }

    public ReadOnlySpan<byte> Tag { get; }

    /// <summary>Absolute path in the guest.</summary>
    public ReadOnlySpan<byte> Path { get; }

    public bool IsReadOnly { get; }

    /// <summary>Splits the option's value; false when it has not the form TAG:/path or TAG:/path:ro.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out MountOption option)
    {
        option = default;
        int colon = value.IndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        ReadOnlySpan<byte> path = value.Slice(colon + 1);
        bool isReadOnly = path.EndsWith(":ro"u8);
        if (isReadOnly)
        {
            path = path.Slice(0, path.Length - 3);
        }
        else if (path.EndsWith(":rw"u8))
        {
            path = path.Slice(0, path.Length - 3);
        }

        if (path.Length == 0 || path[0] != '/')
        {
            return false;
        }

        option = new MountOption(value.Slice(0, colon), path, isReadOnly);
        return true;
    }
}
