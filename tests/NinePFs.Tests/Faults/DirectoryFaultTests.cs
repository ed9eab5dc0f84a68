// Directories that are not what they should be (D7 to D11): every reading ends, and no entry is lost or doubled.
namespace NinePFs.Tests.Faults;

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;
using TestRecord = global::Tests.Shared.DirectoryRecord;
using WireRecord = NinePFs.Wire.DirectoryRecord;

public sealed class DirectoryFaultTests : IDisposable
{
    private readonly LoopbackSession _session = new();
    private readonly OpenFile _file;

    /// <summary>The answers to Treaddir by cookie.</summary>
    private readonly Dictionary<ulong, byte[]> _batches = new();

    public DirectoryFaultTests()
    {
        _session.Server.Tree.AddDirectory("d");
        _file = _session.Os.Open("/d");
        _session.Transport.Instead = (type, message) => type == MessageType.Treaddir ? Answer(message) : null;
    }

    public void Dispose()
    {
        _file.Release();
        _session.End();
    }

    [Fact]
    public void D7_EmptyNameIsEIO() => AssertBadRecord(Record(10, ""));

    [Fact]
    public void D7_NameOf256BytesIsEIO() => AssertBadRecord(Record(10, new string('x', 256)));

    [Fact]
    public void D7_CookieZeroIsEIO() => AssertBadRecord(Record(0, "x"));

    [Fact]
    public void D7_NameLongerThanTheDataIsEIO() => AssertBadRecord([.. Record(10, "name")[..^1]]);

    [Fact]
    public void D7_RepeatedCookieIsEIOAfterTheEntriesBeforeIt()
    {
        _batches[0] = [.. Record(10, "a"), .. Record(10, "b")];
        Assert.Equal(["a"], TestRecord.Read(_file, 4096).Select(record => record.Name));
        Assert.Equal(Errno.EIO, Error());
    }

    [Fact]
    public void D7_CookiesThatLeadInACircleEnd()
    {
        _batches[0] = Record(10, "a");
        _batches[10] = Record(20, "b");
        _batches[20] = Record(30, "c");
        _batches[30] = Record(10, "d");
        int entries = 0;
        Errno error = Errno.None;
        while (error == Errno.None && entries < 1000)
        {
            error = _file.Node.ReadDirectory(_file, (ulong)_file.Position, out DirectoryEntry entry);
            _file.Position = (long)entry.Cookie;
            entries++;
        }

        Assert.Equal(Errno.EIO, error);
    }

    [Fact]
    public void D7_CircleOfIllegalNamesEndsWithinOneCall()
    {
        _batches[0] = Record(10, "a/b");
        _batches[10] = Record(20, "c/d");
        _batches[20] = Record(10, "e/f");
        Assert.Equal(Errno.EIO, Error());
    }

    [Fact]
    public void D7_NamesThatNoPathCanContainAreSkipped()
    {
        _batches[0] = [.. Record(10, "a/b"), .. Record(20, "good"), .. Record(30, "nul\0"), .. Record(40, "last")];
        Assert.Equal([".", "..", "good", "last"], Names());
    }

    [Fact]
    public void D8_HalfARecordAtTheEndComesWhole()
    {
        _batches[0] = [.. Record(10, "a"), .. Record(20, "b"), .. Record(30, "ccc")[..20]];
        _batches[20] = [.. Record(30, "ccc"), .. Record(40, "d")];
        Assert.Equal([".", "..", "a", "b", "ccc", "d"], Names());
    }

    [Fact]
    public void D8_NothingButHalfARecordIsEIO() => AssertBadRecord(Record(10, "name")[..10]);

    [Fact]
    public void D9_DotsAreMadeUpOnceWhenMissing()
    {
        _batches[0] = Record(10, "a");
        Assert.Equal([".", "..", "a"], Names());
        Assert.Equal([".", "..", "a"], Names());
    }

    [Fact]
    public void D9_DotsOfTheServerAreNotDoubled()
    {
        _batches[0] = [.. Record(10, ".."), .. Record(20, "a"), .. Record(30, ".")];
        Assert.Equal([".", "..", "a"], Names());
    }

    [Fact]
    public void D9_SecondDotIsSkipped()
    {
        _batches[0] = [.. Record(10, "."), .. Record(20, "a"), .. Record(30, "."), .. Record(40, "..")];
        Assert.Equal([".", "..", "a"], Names());
    }

    [Fact]
    public void D9_OnlyTheMissingDotIsMadeUp()
    {
        _batches[0] = [.. Record(10, "."), .. Record(20, "a")];
        Assert.Equal([".", "..", "a"], Names());
    }

    [Fact]
    public void D9_EmptyAnswerIsADirectoryWithTwoDots() => Assert.Equal([".", ".."], Names());

    [Fact]
    public void D10_All64BitsOfACookieCount()
    {
        _batches[0] = Record(0x1_0000_0001, "a");
        _batches[0x1_0000_0001] = Record(0x7FFF_FFFF_FFFF_FFFF, "b");
        _batches[1] = Record(5, "wrong");
        Assert.Equal([".", "..", "a", "b"], Names());
        TestSystem.Check(_file.Seek(0x1_0000_0001, SeekFrom.Start));
        Assert.Equal("b", TestRecord.Read(_file, 4096)[0].Name);
    }

    [Theory]
    [InlineData((byte)0, QidTypes.None, FileType.Unknown)]
    [InlineData((byte)0, QidTypes.Directory, FileType.Directory)]
    [InlineData((byte)0, QidTypes.SymbolicLink, FileType.SymbolicLink)]
    [InlineData((byte)77, QidTypes.None, FileType.Unknown)]
    [InlineData((byte)6, QidTypes.None, FileType.BlockDevice)]
    public void D11_TypeIsKnownOrUnknownNeverNonsense(byte type, QidTypes qid, FileType expected)
    {
        _batches[0] = Record(10, "a", type, qid);
        Assert.Equal(expected, TestRecord.Read(_file, 4096).Single(record => record.Name == "a").Type);
    }

    [Fact]
    public void ErrorOfTheServerIsPassedAndTheNextCallGoesOn()
    {
        _batches[0] = Record(10, "a");
        Func<MessageType, byte[], Delivery?> answer = _session.Transport.Instead!;
        _session.Transport.Instead = (type, message) =>
            type == MessageType.Treaddir && message[11] == 10 ? new Delivery(MemoryServer.Error(message[5], Errno.EACCES)) : answer(type, message);
        Assert.Equal(["a"], TestRecord.Read(_file, 4096).Select(record => record.Name));
        Assert.Equal(Errno.EACCES, Error());
        _session.Transport.Instead = answer;
        Assert.Equal([".", ".."], TestRecord.Read(_file, 4096).Select(record => record.Name));
    }

    private static byte[] Record(ulong cookie, string name, byte type = 8, QidTypes qid = QidTypes.None)
    {
        var bytes = new byte[400];
        var writer = new WireWriter(bytes);
        var record = new WireRecord { Qid = new Qid(qid, 0, 1), Offset = cookie, Type = type, Name = Encoding.Latin1.GetBytes(name) };
        Assert.True(record.TryEncode(ref writer));
        return bytes[..writer.Length];
    }

    private Delivery Answer(byte[] message)
    {
        byte[] data = _batches.GetValueOrDefault(BitConverter.ToUInt64(message, 11), []);
        return new Delivery(MemoryServer.Reply(message[5], new Rreaddir((uint)data.Length), data));
    }

    private void AssertBadRecord(byte[] data)
    {
        _batches[0] = data;
        Assert.Equal(Errno.EIO, Error());
        Assert.False(_session.FileSystem.Requests.IsBroken);
        _batches[0] = Record(10, "good");
        Assert.Equal([".", "..", "good"], Names());
    }

    private Errno Error() => _file.ReadDirectory(new ArrayBuffer(new byte[4096], IoDirection.FromFile)).Error;

    private List<string> Names()
    {
        TestSystem.Check(_file.Seek(0, SeekFrom.Start));
        return TestRecord.ReadAll(_file, 512).Select(record => record.Name).Order(StringComparer.Ordinal).ToList();
    }
}
