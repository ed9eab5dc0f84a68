// The limits that more than one layer keeps to. How many entries tables have, which depends on RAM, says kernel/Boot/TableSizes.cs.
namespace Kernel.Abi;

public static class Limits
{
    /// <summary>Bytes of a path including its NUL (PATH_MAX, limits.h).</summary>
    public const int Path = 4096;

    /// <summary>Bytes of one name (NAME_MAX, limits.h).</summary>
    public const int Name = 255;

    /// <summary>Symbolic links followed in one walk (MAXSYMLINKS; path_resolution(7)).</summary>
    public const int SymbolicLinks = 40;

    /// <summary>Names in one Twalk (MAXWELEM, intro(5)).</summary>
    public const int WalkNames = 16;

    /// <summary>Open file descriptors of the process (RLIMIT_NOFILE).</summary>
    public const int Descriptors = 1024;

    /// <summary>Mounted file systems.</summary>
    public const int Mounts = 32;
}
