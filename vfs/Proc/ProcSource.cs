// What /proc needs to know of the rest of the kernel; kernel/Process implements it, ProcFileSystem asks.
namespace Vfs.Proc;

using System;

/// <summary>Facts about the one process and the system.</summary>
public abstract class ProcSource
{
    public abstract int ProcessId { get; }

    public abstract FileTable Files { get; }

    public abstract FileContext Context { get; }

    /// <summary>What was executed, borrowed; null when it is not known.</summary>
    public abstract Dentry? Executable { get; }

    /// <summary>The smallest thread id greater than <paramref name="threadId"/>, or 0.</summary>
    public abstract int NextThread(int threadId);

    /// <summary>Writes a text and returns its length; must not sleep. What does not fit is cut.</summary>
    /// <param name="threadId">Whose comm, stat or status; the process id where a file is not about a thread.</param>
    public abstract int Render(ProcFile file, int threadId, Span<byte> text);
}
