// Every machine with every transport that it has and both rings, every way to interrupt, and several shares at once.
namespace Qemu.Tests.Kernel;

using System;
using System.IO;
using System.Linq;
using Qemu.Tests.Running;

public sealed class TransportTests
{
    private const string Folders = "1 2 3 4 5 6 7";

    [Theory]
    [InlineData("pc", "pci", "split", "messages")]
    [InlineData("pc", "pci", "packed", "messages")]
    [InlineData("pc", "pci-legacy", "split", "messages")]
    [InlineData("q35", "pci", "split", "messages")]
    [InlineData("q35", "pci", "packed", "messages")]
    [InlineData("q35", "pci-legacy", "split", "messages")]
    [InlineData("q35", "pci-port", "split", "messages")]
    [InlineData("q35", "pci-port", "packed", "messages")]
    [InlineData("microvm", "pci", "split", "messages")]
    [InlineData("microvm", "pci", "packed", "messages")]
    [InlineData("microvm", "mmio", "split", "line")]
    [InlineData("microvm", "mmio", "packed", "line")]
    [InlineData("microvm", "mmio-legacy", "split", "line")]
    public void RunsWordCountAndWritesBack(string machine, string transport, string ring, string interrupts)
    {
        using var share = new GuestShare();
        string samples = Path.Combine(Clone.Root, "samples/share");
        foreach (string text in Directory.GetFiles(samples, "*.txt").Where(file => Path.GetFileName(file) != "report.txt"))
        {
            File.Copy(text, share[Path.GetFileName(text)]);
        }

        File.Copy(Path.Combine(samples, "WordCount"), share["WordCount"]);
        Outcome native = HostProcess.Run(share["WordCount"], [share.Root]);
        string expected = File.ReadAllText(share["report.txt"]);
        File.Delete(share["report.txt"]);

        string properties = ring == "packed" ? ",packed=on" : "";
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = ["--machine", machine, "--transport", transport + properties, "--loglevel", "6"],
        }.Run("/WordCount", "/");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal(native.OutputText.Replace(share.Root + "/", "/"), outcome.OutputText);
        Assert.Equal(expected, File.ReadAllText(share["report.txt"]));
        AssertUses(outcome, transport == "pci-port" ? "pci" : transport, ring, interrupts);
    }

    [Theory]
    [InlineData("pc", "pci,disable-legacy=off", "auto", "messages")]
    [InlineData("q35", "pci,disable-legacy=off", "auto", "messages")]
    [InlineData("pc", "pci,vectors=0", "auto", "line")]
    [InlineData("q35", "pci,vectors=0", "auto", "line")]
    [InlineData("q35", "pci-legacy,vectors=0", "auto", "line")]
    [InlineData("q35", "pci-port,vectors=0", "auto", "line")]
    [InlineData("q35", "pci", "none", "polling")]
    [InlineData("q35", "pci", "pic", "line")]
    [InlineData("pc", "pci-legacy", "pic", "line")]
    [InlineData("microvm", "pci", "lines", "line")]
    [InlineData("microvm,ioapic2=off", "pci", "lines", "line")]
    [InlineData("microvm,ioapic2=off", "mmio", "auto", "line")]
    [InlineData("microvm,ioapic2=off", "mmio-legacy", "auto", "line")]
    [InlineData("microvm,acpi=off", "mmio", "auto", "line")]
    [InlineData("microvm,acpi=off", "mmio-legacy", "pic", "line")]
    [InlineData("microvm,acpi=off,auto-kernel-cmdline=off", "mmio", "auto", "line")]
    [InlineData("microvm", "mmio-legacy", "none", "polling")]
    public void CopiesThereAndBackHoweverItInterrupts(string machine, string transport, string choice, string interrupts)
    {
        using var share = new GuestShare().With("busybox");
        byte[] content = Enumerable.Range(0, 3_000_001).Select(index => (byte)(index * 2654435761L >> 13)).ToArray();
        File.WriteAllBytes(share["from"], content);
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options =
            [
                "--machine", machine, "--transport", transport, "--append", "interrupts=" + choice, "--loglevel", "6", "--stats",
            ],
        }.Run("/busybox", "cp", "/from", "/to");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(share["to"])));
        AssertUses(outcome, transport.Split(',')[0].Replace("-port", ""), "split", interrupts);
        Statistics statistics = Statistics.Of(outcome);
        statistics.AssertNothingIsLeft();
        Assert.Equal(0, statistics["interrupts_unclaimed"]);
    }

    /// <summary>Slow enough that boot stops spinning for an answer, with a program of many pages; the line of the first option is nobody's.</summary>
    [Theory]
    [InlineData("virtio_mmio.device=512@0xfeb02e00:40")]
    [InlineData("interrupts=none")]
    public void Q14_BootWaitsForASlowServerAlthoughNothingInterrupts(string option)
    {
        using GuestShare share = new GuestShare().With("busybox"), tools = new GuestShare();
        File.WriteAllText(tools["qemu-system-x86_64"], """
            #!/bin/bash
            PATH=${PATH#*:}
            exec qemu-system-x86_64 "${@/#local,id=/local,throttling.iops-total=20,id=}"
            """);
        File.SetUnixFileMode(tools["qemu-system-x86_64"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Outcome outcome = HostProcess.Run("/bin/sh", [
            "-c", """PATH=$1:$PATH exec "$2" --kernel "$3" --share "$4" --machine microvm --timeout 60 --stats --append "$5" -- /busybox true""", "sh",
            tools.Root, Clone.RunScript, Clone.Kernel, share.Root, option,
        ]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Statistics statistics = Statistics.Of(outcome);
        Assert.Equal(0, statistics["9p_interrupts"]);
        Assert.Equal(option != "interrupts=none", statistics["9p_interrupts_lost"] != 0);
    }

    [Fact]
    public void Q18_EveryTagIsListedHoweverManyAndLong()
    {
        using var share = new GuestShare().With("hello");
        string[] tags = Enumerable.Range(0, 20).Select(index => $"{new string('t', 29)}{index:D2}").ToArray();
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = [.. tags.SelectMany(tag => (string[])["--mount", tag + "=/usr:ro:/tmp"]), "--append", "root=missing"],
        }.Run("/hello");
        Assert.Equal(125, outcome.ExitCode);
        Assert.EndsWith("the VM has: " + string.Join(", ", tags.Prepend("root")), Assert.Single(outcome.ErrorLines));
    }

    /// <summary>With the root's they are eight; on pc and q35 several share a line.</summary>
    [Theory]
    [InlineData("q35", "pci", "auto")]
    [InlineData("pc", "pci-legacy", "lines")]
    [InlineData("microvm,acpi=off", "mmio-legacy", "auto")]
    public void Q18_EightSharesAreFoundByTheirTags(string machine, string transport, string choice)
    {
        using var share = new GuestShare().With("busybox");
        string[] names = Folders.Split(' ');
        var folders = names.ToDictionary(name => name, _ => new GuestShare());
        foreach (string name in names)
        {
            Directory.CreateDirectory(share["mnt/t" + name]);
            File.WriteAllText(folders[name]["file"], $"this is {name}\n");
        }

        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options =
            [
                "--machine", machine, "--transport", transport, "--append", "interrupts=" + choice,
                .. names.SelectMany(name => (string[])["--mount", $"t{name}={folders[name].Root}"]),
            ],
        }.Run("/busybox", "sh", "-c", $"for i in {Folders}; do read x </mnt/t$i/file; echo \"$x\"; echo $i >/mnt/t$i/back; done");
        Assert.Equal(string.Concat(names.Select(name => $"this is {name}\n")), outcome.OutputText);
        Assert.Empty(outcome.Errors);
        foreach (string name in names)
        {
            Assert.Equal(name + "\n", File.ReadAllText(folders[name]["back"]));
            folders[name].Dispose();
        }
    }

    [Theory]
    [InlineData("0xfffffffff0000")]
    [InlineData("0x7fffff000")]
    public void Q19_ASlotWhereNothingIsIsSkipped(string address)
    {
        using GuestShare share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = ["--append", $"virtio_mmio.device=512@{address}:5"],
        }.Run("/hello");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
    }

    [Fact]
    public void Q18_TwoSharesWithOneTagCannotBeToldApart()
    {
        using var share = new GuestShare().With("hello");
        Outcome outcome = new VirtualMachine
        {
            Share = share.Root,
            Options = ["--mount", "more=/usr:ro:/tmp", "--transport", "pci,mount_tag=root"],
        }.Run("/hello");
        Assert.Equal(125, outcome.ExitCode);
        Assert.Contains("several shares have this mount tag; the VM has: root, root", Assert.Single(outcome.ErrorLines));
    }

    private static void AssertUses(Outcome outcome, string transport, string ring, string interrupts)
        => Assert.Contains($"virtio9p: root: {transport}, {ring} ring, {interrupts}", outcome.ErrorLines);
}
