// More open directories than buffers: they take the buffers from each other, and still no entry is lost or seen twice.
namespace NinePFs.Tests;

using System;
using System.Collections.Generic;
using System.Linq;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Wire;
using Vfs;
using Xunit;
using TestRecord = global::Tests.Shared.DirectoryRecord;

public sealed class DirectoryBufferTests : IDisposable
{
    private const int Directories = 6;
    private const int Entries = 100;

    private readonly LoopbackSession _session = new();

    public DirectoryBufferTests()
    {
        for (int directory = 0; directory < Directories; directory++)
        {
            _session.Server.Tree.AddDirectory($"d{directory}");
            for (int entry = 0; entry < Entries; entry++)
            {
                _session.Server.Tree.AddFile($"d{directory}/f{directory}-{entry}");
            }
        }
    }

    public void Dispose() => _session.End();

    [Fact]
    public void InterleavedReadersSeeEveryEntryOnce()
    {
        OpenFile[] files = Enumerable.Range(0, Directories).Select(directory => _session.Os.Open($"/d{directory}")).ToArray();
        var seen = files.Select(_ => new List<string>()).ToArray();
        bool isMore = true;
        while (isMore)
        {
            isMore = false;
            for (int directory = 0; directory < Directories; directory++)
            {
                List<TestRecord> some = TestRecord.Read(files[directory], 300);
                seen[directory].AddRange(some.Select(record => record.Name));
                isMore |= some.Count != 0;
            }
        }

        for (int directory = 0; directory < Directories; directory++)
        {
            IEnumerable<string> expected = Enumerable.Range(0, Entries).Select(entry => $"f{directory}-{entry}").Append(".").Append("..");
            Assert.Equal(expected.Order(StringComparer.Ordinal), seen[directory].Order(StringComparer.Ordinal));
            files[directory].Release();
        }
    }

    [Fact]
    public void ReaderWithItsBufferAsksOnlyOnce()
    {
        OpenFile file = _session.Os.Open("/d0");
        _session.Transport.Forget();
        Assert.Equal(Entries + 2, TestRecord.ReadAll(file, 300).Count);
        Assert.Equal(2, _session.Transport.CountOf(MessageType.Treaddir));
        file.Release();
    }

    [Fact]
    public void RewindingAsksAnew()
    {
        OpenFile file = _session.Os.Open("/d0");
        TestRecord.ReadAll(file, 4096);
        _session.Server.Tree.AddFile("d0/new");
        TestSystem.Check(file.Seek(0, SeekFrom.Start));
        Assert.Contains(TestRecord.ReadAll(file, 4096), record => record.Name == "new");
        file.Release();
    }

    [Fact]
    public void TooManyOpenDirectoriesAreENFILE()
    {
        var files = new List<OpenFile>();
        for (int count = 0; count < LoopbackSession.Small.Directories; count++)
        {
            files.Add(_session.Os.Open("/d0"));
        }

        Assert.Equal(Errno.ENFILE, _session.Os.OpenError("/d1"));
        files.ForEach(file => file.Release());
        Assert.Equal(Errno.None, _session.Os.OpenError("/d1"));
    }
}
