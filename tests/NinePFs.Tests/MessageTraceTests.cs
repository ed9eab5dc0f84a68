// trace=9p: one line for every message, in the order in which they went.
namespace NinePFs.Tests;

using System;
using System.Collections.Generic;
using System.Text;
using Kernel.Abi;
using NinePFs;
using Xunit;

public sealed class MessageTraceTests
{
    private sealed class Lines : MessageTrace
    {
        public List<string> Written { get; } = new();

        protected override void Write(ReadOnlySpan<byte> line) => Written.Add(Encoding.Latin1.GetString(line));
    }

    [Fact]
    public void EveryMessageIsALine()
    {
        var lines = new Lines();
        var session = new LoopbackSession(messageSize: 8192, trace: lines);
        session.Server.Tree.AddDirectory("a");
        session.Server.Tree.AddFile("a/b").Inode = 500;
        _ = session.Os;
        Assert.Equal(
            [
                "9p> Tversion tag 65535 msize 8192 version 9P2000.L",
                "9p< Rversion tag 65535 msize 8192 version 9P2000.L",
                "9p> Tattach tag 0 fid 0 afid 4294967295 uname root aname  n_uname 0",
            ],
            lines.Written[..3]);
        lines.Written.Clear();
        Assert.Equal(Errno.ENOENT, session.Os.StatError("/a/x"));
        Assert.Equal("9p> Twalk tag 0 fid 0 newfid 1 nwname 2 a/x", lines.Written[0]);
        Assert.StartsWith("9p< Rwalk tag 0 nwqid 1 80:", lines.Written[1]);
        Assert.Equal(2, lines.Written.Count);
        session.End();
    }

    [Fact]
    public void DataIsCountedAndNotShown()
    {
        var lines = new Lines();
        var session = new LoopbackSession(trace: lines);
        session.Os.WriteFile("/f", "secret");
        Assert.Equal("secret", session.Os.ReadFile("/f"));
        Assert.Contains(lines.Written, line => line.StartsWith("9p> Twrite") && line.EndsWith("offset 0 count 6"));
        Assert.Contains(lines.Written, line => line.StartsWith("9p< Rread") && line.EndsWith("count 6"));
        Assert.DoesNotContain(lines.Written, line => line.Contains("secret"));
        session.End();
    }

    [Fact]
    public void LongNamesAreCutAndErrorsShown()
    {
        var lines = new Lines();
        var session = new LoopbackSession(trace: lines);
        Assert.Equal(Errno.ENOENT, session.Os.StatError("/" + new string('x', 255) + "/" + new string('y', 255)));
        Assert.Contains(lines.Written, line => line.StartsWith("9p> Twalk") && line.Length == MessageTrace.LineLength);
        Assert.Contains(lines.Written, line => line.EndsWith("ecode 2"));
        session.End();
    }
}
