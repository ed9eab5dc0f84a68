// struct flock: what fcntl F_GETLK, F_SETLK and F_SETLKW exchange with the app.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct RecordLock
{
    /// <summary>F_RDLCK 0, F_WRLCK 1, F_UNLCK 2.</summary>
    public short Type;

    /// <summary>SEEK_SET 0, SEEK_CUR 1, SEEK_END 2.</summary>
    public short Whence;
    public int Padding;
    public long Start;

    /// <summary>Bytes; 0 reaches to the end of the file, however it grows.</summary>
    public long Length;
    public int Pid;
    public int Padding2;
}
