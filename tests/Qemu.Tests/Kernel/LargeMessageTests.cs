// msize= beyond the default: 4 MiB there and back, each in one message, from pages that lie anywhere.
namespace Qemu.Tests.Kernel;

using System;
using System.IO;
using System.Linq;
using Qemu.Tests.Running;

public sealed class LargeMessageTests
{
    private const int Length = 4 << 20;

    [Theory]
    [InlineData("pci", "256M")]
    [InlineData("pci,packed=on", "64M")]
    [InlineData("pci-legacy", "256M")]
    public void FourMebibytesAreOneMessage(string transport, string memory)
    {
        using var share = new GuestShare().With("busybox");
        byte[] content = Enumerable.Range(0, 2 * Length).Select(index => (byte)(index * 2654435761L >> 13)).ToArray();
        File.WriteAllBytes(share["from"], content);
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options =
            [
                "--transport", transport, "--mem", memory, "--trace", "9p", "--stats",
                "--append", $"rootflags=trans=virtio,version=9p2000.L,msize={Length + 24}",
            ],
        }.Run("/busybox", "dd", "if=/from", "of=/to", "bs=4M");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(share["to"])));
        Assert.Equal(2, outcome.ErrorLines.Count(line => line.Contains("9p< Rread") && line.EndsWith($" count {Length}")));
        Assert.Equal(2, outcome.ErrorLines.Count(line => line.Contains("9p> Twrite") && line.EndsWith($" count {Length}")));
        Statistics.Of(outcome).AssertNothingIsLeft();
    }
}
