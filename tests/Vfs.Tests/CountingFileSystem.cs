// Passes everything to another file system, notes every Walk, and lets a test act between two of them as the host would.
namespace Vfs.Tests;

using System;
using System.Collections.Generic;
using System.Text;
using Kernel.Abi;

public sealed class CountingFileSystem(FileSystem inner) : FileSystem
{
    /// <summary>The names of every walk, joined by slashes.</summary>
    public List<string> Walks { get; } = new();

    /// <summary>Runs after the walk with that number, counted from 0 since the last <see cref="Forget"/>.</summary>
    public Action<int>? AfterWalk { get; set; }

    /// <summary>Answers instead of the inner file system when it returns an error.</summary>
    public Func<Errno>? Refuse { get; set; }

    public int RefusedResolved { get; set; }

    public override ReadOnlySpan<byte> TypeName => inner.TypeName;

    public override VNode Root => inner.Root;

    public void Forget() => Walks.Clear();

    public override Errno Walk(VNode start, scoped in WalkNames names, out WalkOutcome walk)
    {
        var text = new StringBuilder();
        for (int index = 0; index < names.Count; index++)
        {
            text.Append(index == 0 ? "" : "/").Append(Encoding.UTF8.GetString(names[index]));
        }

        Walks.Add(text.ToString());
        Errno refusal = Refuse?.Invoke() ?? Errno.None;
        if (refusal != Errno.None)
        {
            walk = new WalkOutcome { Resolved = RefusedResolved };
            return refusal;
        }

        Errno error = inner.Walk(start, in names, out walk);
        AfterWalk?.Invoke(Walks.Count - 1);
        return error;
    }

    public override Errno GetStatistics(out FileSystemStatistics statistics) => inner.GetStatistics(out statistics);
}
