// The texts about the system as a whole.
namespace Facts.Tests;

using System;
using Kernel.Process;
using Kernel.Process.Facts;
using Vfs.Device;
using Xunit;

public sealed class SystemTextTests
{
    private static readonly SystemFigures System = new()
    {
        Uptime = 3_161_839_999_999,
        IdleTime = 2_992_860_000_000,
        BootTime = 1795158356,
        Switches = 9037912,
        Threads = 9,
        Runnable = 2,
        Blocked = 1,
        LatestId = 20113,
    };

    [Fact]
    public void UptimeHasHundredths() => Assert.Equal("3161.83 2992.86\n", Text.Of(text => SystemText.WriteUptime(in System, text)));

    [Fact]
    public void LoadCountsThreads() => Assert.Equal("0.00 0.00 0.00 2/9 20113\n", Text.Of(text => SystemText.WriteLoad(in System, text)));

    [Fact]
    public void VersionNamesLinuxForThoseThatParseIt() =>
        Assert.Equal("Linux version 6.1.0-ninesharp (ninesharp@ninesharp) (NativeAOT) #1 Ninesharp\n", Text.Of(SystemText.WriteVersion));

    [Fact]
    public void StatDividesTimeIntoBusyAndIdle() => Assert.Equal(
        "cpu  16897 0 0 299286 0 0 0 0 0 0\ncpu0 16897 0 0 299286 0 0 0 0 0 0\nintr 0\nctxt 9037912\nbtime 1795158356\n"
        + "processes 1\nprocs_running 2\nprocs_blocked 1\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n",
        Text.Of(text => SystemText.WriteStat(in System, text)));

    [Fact]
    public void ArgumentsHaveNulsBehindThem()
    {
        var list = new ArgumentList(64, 8);
        Assert.True(list.Add("/bin/app"u8) && list.Add(default) && list.Add("a b"u8));
        Assert.Equal("/bin/app\0\0a b\0", Text.Of(text => ArgumentText.Write(list, text)));
        Assert.Equal("/bin/a", Text.Of(text => ArgumentText.Write(list, text), 6));
    }

    [Fact]
    public void BootIdentifierIsOneVersion4Uuid()
    {
        var identifier = new BootIdentifier(new CountingEntropy());
        string first = Text.Of(identifier.Write);
        Assert.Equal("00010203-0405-4607-8809-0a0b0c0d0e0f\n", first);
        Assert.Equal(first, Text.Of(identifier.Write));
    }

    /// <summary>0, 1, 2 and so on, never the same twice.</summary>
    private sealed class CountingEntropy : EntropySource
    {
        private byte _next;

        public override void Fill(Span<byte> bytes)
        {
            for (int index = 0; index < bytes.Length; index++)
            {
                bytes[index] = _next++;
            }
        }
    }
}
