// A device that does not confirm its reset (Q13) may still write to what it was given: that is never used again.
namespace NinePFs.Tests.Recovery;

using System;
using System.Collections.Generic;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class QuarantineTests
{
    private readonly LoopbackSession _session = new();

    public QuarantineTests()
    {
        _session.Transport.CanRestart = true;
        _session.Transport.LetsGo = false;
        _session.Server.Tree.AddDirectory("d");
        _session.Server.Tree.AddFile("f", new byte[100]);
    }

    [Theory]
    [InlineData(IoDirection.FromFile, MessageType.Tread)]
    [InlineData(IoDirection.ToFile, MessageType.Twrite)]
    public void Q13_PagesThatTheDeviceKeepsStayHeld(IoDirection direction, MessageType type)
    {
        OpenFile file = _session.Os.Open("/f", OpenFlags.ReadWrite);
        _session.FileSystem.Fids.Drain();
        _session.Transport.BreakAt(type);
        var buffer = new KeptBuffer(direction);
        Result<int> count = direction == IoDirection.FromFile ? file.Read(buffer) : file.Write(buffer);
        Assert.Equal(Errno.EIO, count.Error);
        Assert.Equal([(0, 50)], buffer.Kept);
        Assert.Equal(0, buffer.Pinned);
        Assert.Equal(1, _session.FileSystem.Requests.Quarantined);
        AssertIsOver(file);
    }

    [Fact]
    public void Q13_ADirectorysBufferIsNotUsedAgain()
    {
        OpenFile directory = _session.Os.Open("/d", OpenFlags.Directory);
        _session.FileSystem.Fids.Drain();
        _session.Transport.BreakAt(MessageType.Treaddir);
        Assert.Equal(Errno.EIO, directory.ReadDirectory(new ArrayBuffer(new byte[600], IoDirection.FromFile)).Error);
        Assert.Equal(1, _session.FileSystem.Requests.Quarantined);
        AssertIsOver(directory);
    }

    [Fact]
    public void Q13_WhatTheDeviceHadAnsweredIsNotQuarantined()
    {
        OpenFile file = _session.Os.Open("/f");
        _session.FileSystem.Fids.Drain();
        _session.Transport.Break();
        Assert.Equal(0, _session.FileSystem.Requests.Quarantined);
        AssertIsOver(file);
    }

    /// <summary>Every later call is EIO, and the pools are as they were but for what is quarantined.</summary>
    private void AssertIsOver(OpenFile file)
    {
        Assert.Equal(Errno.EIO, _session.Os.StatError("/f"));
        Assert.Equal(Errno.EIO, _session.Os.OpenError("/d", OpenFlags.Directory));
        file.Release();
        _session.Os.Shutdown();
        Assert.Equal(0, _session.FileSystem.Requests.InUse);
        Assert.Equal(0, _session.FileSystem.Fids.InUse);
        Assert.Equal(0, _session.FileSystem.Nodes.InUse);
    }

    private sealed class KeptBuffer(IoDirection direction) : IoBuffer
    {
        public List<(int Offset, int Length)> Kept { get; } = [];

        public int Pinned { get; private set; }

        public override int Length => 50;

        public override IoDirection Direction => direction;

        public override Errno Put(int offset, ReadOnlySpan<byte> source) => Errno.None;

        public override Errno Get(int offset, Span<byte> destination) => Errno.None;

        public override Errno Clear(int offset, int length) => Errno.None;

        public override Result<int> Pin(int offset, int length)
        {
            Pinned += length;
            return length;
        }

        public override void Unpin(int offset, int length) => Pinned -= length;

        public override void Keep(int offset, int length)
        {
            Assert.Equal(Length, Pinned);
            Kept.Add((offset, length));
        }

        public override IoSegment SegmentAt(int offset, int limit) => new(0x1000, limit);
    }
}
