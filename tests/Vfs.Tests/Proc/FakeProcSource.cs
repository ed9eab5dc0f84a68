// A process of its own for the tests of /proc: two threads, and texts that say which file they are and how often they were made.
namespace Vfs.Tests.Proc;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using Vfs.Proc;

internal sealed class FakeProcSource(TestSystem os) : ProcSource
{
    public int Renders { get; private set; }

    public Dentry? Program { get; set; }

    public override int ProcessId => 100;

    public override FileTable Files => os.Descriptors;

    public override FileContext Context => os.Context;

    public override Dentry? Executable => Program;

    public override int NextThread(int threadId) => threadId < 100 ? 100 : threadId < 101 ? 101 : 0;

    public override int Render(ProcFile file, int threadId, Span<byte> text)
    {
        var builder = new TextBuilder(text);
        builder.AppendDecimal((long)file);
        builder.Append((byte)' ');
        builder.AppendDecimal(threadId);
        builder.Append((byte)' ');
        builder.AppendDecimal(++Renders);
        builder.Append((byte)'\n');
        return builder.Length;
    }
}
