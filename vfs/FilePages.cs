// What keeps pages of files in memory for mmap(2), as the VFS sees it: the openings tell it what read(2), write(2) and
// ftruncate(2) do to a file, so that mappings and descriptors show the same bytes. The kernel's page cache implements it.
namespace Vfs;

using Kernel.Abi;

/// <summary>
/// Pages of regular files. A node that has some, or may have, refers to this by <see cref="VNode.Pages"/>; all others have null there,
/// and nothing is asked.
/// </summary>
public abstract class FilePages
{
    /// <summary>
    /// A node of a file system that has mapped files begins its life: refers it to the pages that its file has from an earlier one.
    /// </summary>
    public abstract void Adopt(VNode node);

    /// <summary>The node's life ends; the pages of its file may stay.</summary>
    public abstract void Forget(VNode node);

    /// <summary>Bytes of the file are about to be read: those that a mapping has changed are written to it first.</summary>
    public abstract Errno BeforeRead(VNode node, long offset, long length);

    /// <summary>Bytes of the file are about to be written by write(2).</summary>
    /// <returns>For <see cref="AfterWrite"/>: how often pages of the file have been on their way.</returns>
    public abstract uint BeforeWrite(VNode node);

    /// <summary>write(2) has put <paramref name="count"/> bytes of <paramref name="from"/> into the file.</summary>
    /// <param name="file">Through this opening.</param>
    /// <param name="before">What <see cref="BeforeWrite"/> returned.</param>
    public abstract void AfterWrite(OpenFile file, long offset, IoBuffer from, int count, uint before);

    /// <summary>The file was cut or made longer.</summary>
    public abstract void AfterResize(VNode node, long size);

    /// <summary>Writes what mappings have changed: fsync(2), close(2).</summary>
    public abstract Errno WriteBack(VNode node);
}
