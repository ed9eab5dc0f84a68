// Machines, memory sizes and shares: what boots, and what is said when something is not there.
namespace Qemu.Tests.Kernel;

using System.IO;
using Qemu.Tests.Running;

public sealed class MachineTests
{
    [Theory]
    [InlineData("q35", "256M", "hello")]
    [InlineData("pc", "256M", "hello")]
    [InlineData("q35", "5M", "hello")]
    [InlineData("q35", "8M", "hello")]
    [InlineData("pc", "8M", "hello")]
    [InlineData("q35", "32M", "dotnet-hello-static")]
    [InlineData("q35", "32M", "dotnet-hello-pie")]
    [InlineData("q35", "3G", "hello")]
    [InlineData("q35", "5G", "dotnet-hello-static")]
    public void RunsHello(string machine, string memory, string program)
    {
        using var share = new GuestShare().With(program);
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--machine", machine, "--mem", memory] }.Run("/" + program);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal("Hello, World!\n", outcome.OutputText);
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void MicrovmWithoutDevicesSaysThatThereIsNoShare()
    {
        Outcome outcome = new VirtualMachine { Options = ["--machine", "microvm"] }.Run("/hello");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void Q18_MissingTagListsTheTagsThereAre()
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = ["--mount", "more=/usr:ro:/tmp", "--append", "mount=nowhere:/sys"],
        }.Run("/hello");
        Assert.Equal(125, outcome.ExitCode);
        string line = Assert.Single(outcome.ErrorLines);
        Assert.Contains("nowhere", line);
        Assert.Contains("root", line);
        Assert.Contains("more", line);
    }

    [Fact]
    public void MissingRootTagIs125()
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--append", "root=elsewhere"] }.Run("/hello");
        Assert.Equal(125, outcome.ExitCode);
        string line = Assert.Single(outcome.ErrorLines);
        Assert.Contains("elsewhere", line);
        Assert.Contains("root", line);
    }

    [Theory]
    [InlineData("mount=more:/no/such/folder")]
    [InlineData("bogus=1")]
    [InlineData("mount=more")]
    [InlineData("rootfstype=ext4")]
    [InlineData("rootflags=trans=virtio,version=9p2000.X")]
    public void BadKernelOptionIs125(string option)
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = ["--mount", "more=/usr:ro:/tmp", "--append", option],
        }.Run("/hello");
        Assert.True(outcome.ExitCode == 125, outcome.ToString());
        Assert.Empty(outcome.Output);
        Assert.Single(outcome.ErrorLines);
    }

    [Fact]
    public void FurtherMountsAreSeenAndReadOnlyOnesRefuseWrites()
    {
        using var share = new GuestShare().With("busybox");
        using var more = new GuestShare();
        Directory.CreateDirectory(share["mnt/more"]);
        Directory.CreateDirectory(share["here"]);
        File.WriteAllText(more["file"], "in the other folder\n");
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = ["--mount", "more=" + more.Root, "--mount", $"same={more.Root}:ro:/here"],
        }.Run("/busybox", "sh", "-c", "read a </mnt/more/file; echo $a; echo new >/mnt/more/new; read b </here/new; echo $b; echo x >/here/x");
        Assert.Equal("in the other folder\nnew\n", outcome.OutputText);
        Assert.Contains("Read-only file system", outcome.ErrorText);
        Assert.False(File.Exists(more["x"]));
        Assert.False(Directory.Exists(share["here/new"]));
    }

    [Fact]
    public void NothingOutsideTheShareIsSeen()
    {
        using var share = new GuestShare().With("busybox");
        File.CreateSymbolicLink(share["out"], "../../../../../../etc/passwd");
        Outcome outcome = new VirtualMachine { Share = share.Root }.Run("/busybox", "cat", "/out", "/../../../etc/passwd");
        Assert.Equal(1, outcome.ExitCode);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void LogLevelShowsTheBoot()
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine { Share = share.Root, Options = ["--loglevel", "7"] }.Run("/hello");
        Assert.Equal("Hello, World!\n", outcome.OutputText);
        Assert.NotEmpty(outcome.ErrorLines);
    }
}
