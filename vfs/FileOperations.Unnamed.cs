// Openings of things that have no path: pipes, and whatever nodes the kernel makes itself (event counters, memory files).
namespace Vfs;

using Kernel.Abi;
using Vfs.Pipes;

public sealed partial class FileOperations
{
    /// <summary>
    /// Opens a node without a name; the reference to <paramref name="node"/> is taken over in any case. ENFILE, or what its Open says.
    /// </summary>
    public Result<OpenFile> OpenUnnamed(VNode node, OpenFlags flags)
    {
        Result<OpenFile> file = _openFiles.Take(flags & ~ForgottenFlags);
        if (file.IsError)
        {
            node.Release();
            return file.Error;
        }

        Errno error = node.Open(file.Value);
        if (error != Errno.None)
        {
            node.Release();
            file.Value.Release();
            return error;
        }

        file.Value.Attach(node);
        return file;
    }

    /// <summary>pipe2(2): two openings with one reference each. Of <paramref name="flags"/> only O_NONBLOCK and O_DIRECT matter. ENFILE.</summary>
    public Errno OpenPipe(PipeFileSystem pipes, OpenFlags flags, out OpenFile? reader, out OpenFile? writer)
    {
        reader = null;
        writer = null;
        Result<VNode> pipe = pipes.Take();
        if (pipe.IsError)
        {
            return pipe.Error;
        }

        OpenFlags kept = flags & (OpenFlags.NonBlocking | OpenFlags.Direct);
        pipe.Value.Acquire();
        Result<OpenFile> readEnd = OpenUnnamed(pipe.Value, kept | OpenFlags.ReadOnly);
        if (readEnd.IsError)
        {
            pipe.Value.Release();
            return readEnd.Error;
        }

        Result<OpenFile> writeEnd = OpenUnnamed(pipe.Value, kept | OpenFlags.WriteOnly);
        if (writeEnd.IsError)
        {
            readEnd.Value.Release();
            return writeEnd.Error;
        }

        reader = readEnd.Value;
        writer = writeEnd.Value;
        return Errno.None;
    }
}
