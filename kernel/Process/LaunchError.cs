// Why the app could not be started: one sentence for stderr and the exit status that shells use for it. Launch fills it.
namespace Kernel.Process;

using System;
using Kernel.Abi;

public sealed class LaunchError
{
    /// <summary>The program was found but cannot be executed (POSIX sh, 2.8.2).</summary>
    public const int CannotExecute = 126;

    /// <summary>There is no such program.</summary>
    public const int NotFound = 127;

    /// <summary>The system itself is at fault: the share, the memory, an option.</summary>
    public const int System = 125;

    private const int LongestText = 256;

    private readonly byte[] _text = new byte[LongestText];
    private int _length;

    /// <summary>0 when nothing is wrong.</summary>
    public int ExitStatus { get; private set; }

    /// <summary>"/app: not found" and the like, without a line end.</summary>
    public ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_text).Slice(0, _length);

    public int Set(int exitStatus, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> reason)
    {
        ExitStatus = exitStatus;
        var text = new TextBuilder(_text);
        text.Append(subject.Slice(0, Math.Min(subject.Length, LongestText / 2)));
        text.Append(": "u8);
        text.Append(reason);
        _length = text.Length;
        return exitStatus;
    }

    /// <summary>The status and the words for an errno of opening or reading the program.</summary>
    public int Set(Errno error, ReadOnlySpan<byte> subject) => error switch
    {
        Errno.ENOENT => Set(NotFound, subject, "not found"u8),
        Errno.ENOTDIR => Set(NotFound, subject, "not found (a part of the path is not a directory)"u8),
        Errno.EACCES or Errno.EPERM => Set(CannotExecute, subject, "permission denied"u8),
        Errno.ELOOP => Set(CannotExecute, subject, "too many symbolic links"u8),
        Errno.ENAMETOOLONG => Set(CannotExecute, subject, "path too long"u8),
        Errno.ENOEXEC => Set(CannotExecute, subject, "a truncated ELF file"u8),
        Errno.ENOMEM => Set(CannotExecute, subject, "not enough memory to load it"u8),
        Errno.E2BIG => Set(CannotExecute, subject, "argument list too long"u8),
        _ => Set(System, subject, "cannot be read (I/O error)"u8),
    };
}
