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

    /// <summary>The program is there, but what is to run it is not: status 126 as shells have it.</summary>
    public int SetInterpreter(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> interpreter, ReadOnlySpan<byte> reason)
    {
        var text = new TextBuilder(stackalloc byte[LongestText / 2]);
        text.Append("its interpreter "u8);
        text.Append(interpreter.Slice(0, Math.Min(interpreter.Length, LongestText / 4)));
        text.Append(": "u8);
        text.Append(reason);
        return Set(CannotExecute, subject, text.Text);
    }

    /// <summary>The status and the words for an errno of opening or reading the program.</summary>
    public int Set(Errno error, ReadOnlySpan<byte> subject) => Set(StatusOf(error), subject, ReasonOf(error));

    /// <summary>What an errno of opening or reading a program means.</summary>
    public static ReadOnlySpan<byte> ReasonOf(Errno error) => error switch
    {
        Errno.ENOENT => "not found"u8,
        Errno.ENOTDIR => "not found (a part of the path is not a directory)"u8,
        Errno.EACCES or Errno.EPERM => "permission denied"u8,
        Errno.ELOOP => "too many symbolic links"u8,
        Errno.ENAMETOOLONG => "path too long"u8,
        Errno.ENOEXEC => "a truncated ELF file"u8,
        Errno.ENOMEM => "not enough memory to load it"u8,
        Errno.E2BIG => "argument list too long"u8,
        _ => "cannot be read (I/O error)"u8,
    };

    private static int StatusOf(Errno error) => error switch
    {
        Errno.ENOENT or Errno.ENOTDIR => NotFound,
        Errno.EACCES or Errno.EPERM or Errno.ELOOP or Errno.ENAMETOOLONG or Errno.ENOEXEC or Errno.ENOMEM or Errno.E2BIG => CannotExecute,
        _ => System,
    };
}
