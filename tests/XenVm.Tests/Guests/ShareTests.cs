// Folders over Xen's 9pfs: several at once, much data, many requests in flight, and a server that dies.
namespace XenVm.Tests.Guests;

using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using Qemu.Tests.Oracle;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class ShareTests
{
    private const int PageSize = 4096;
    private const long Gibibyte = 1 << 30;

    /// <summary>With a grant table of which a single one could take a quarter.</summary>
    [XenFact]
    public void EightFoldersAreFoundByTheirTags()
    {
        using GuestShare share = new GuestShare().With("busybox"), hooks = new GuestShare();
        File.WriteAllText(hooks["hooks"], "before() { echo 'max_grant_frames=16' >>/control/guest.cfg; }\n");
        string[] names = ["a", "b", "c", "d", "e", "f", "g"];
        var folders = names.ToDictionary(name => name, _ => new GuestShare());
        foreach (string name in names)
        {
            Directory.CreateDirectory(share["mnt/" + name]);
            File.WriteAllText(folders[name]["file"], $"this is {name}\n");
        }

        Outcome outcome = Run(
            share, ["--hooks", hooks["hooks"], .. names.SelectMany(name => (string[])["--mount", $"{name}={folders[name].Root}"])],
            "/busybox", "sh", "-c", $"for i in {string.Join(' ', names)}; do read x </mnt/$i/file; echo \"$x\"; echo $i >/mnt/$i/back; done");
        Assert.Equal(string.Concat(names.Select(name => $"this is {name}\n")), outcome.OutputText);
        foreach (string name in names)
        {
            Assert.Equal(name + "\n", File.ReadAllText(folders[name]["back"]));
            folders[name].Dispose();
        }
    }

    [XenFact]
    public void AFolderMayBeReadOnly()
    {
        using GuestShare share = new GuestShare().With("busybox"), other = new GuestShare();
        Directory.CreateDirectory(share["mnt/more"]);
        Outcome outcome = Run(
            share, ["--mount", $"more={other.Root}:ro"], "/busybox", "touch", "/mnt/more/new", "/here");
        Assert.Equal("touch: /mnt/more/new: Read-only file system\n", outcome.ErrorText);
        Assert.True(File.Exists(share["here"]));
        Assert.False(File.Exists(other["new"]));
    }

    [XenFact]
    public void OneGibibyteArrivesUnchangedInLittleMemory()
    {
        using GuestShare share = new GuestShare().With("checksum");
        WriteNumberedPages(share["big"], Gibibyte);
        Outcome native = HostProcess.Run(share["checksum"], [share["big"]]);
        Outcome outcome = Run(share, ["--mem", "64M"], "/checksum", "/big");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.Equal(native.OutputText, outcome.OutputText);
    }

    [XenFact]
    public void EightThreadsKeepSeveralRingsBusy()
    {
        using GuestShare share = new GuestShare().With("parallel");
        File.WriteAllBytes(share["file"], SampleTree.Bytes(100_000));
        Outcome outcome = Run(share, ["--stats"], "/parallel", "/file", "8", "800", "5000");
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Statistics statistics = Statistics.Of(outcome);
        Assert.InRange(statistics["9p_rings_used"], 4, 8);
        statistics.AssertNothingIsLeft();
    }

    [XenFact]
    public void B16_AKilledServerIsEIOAndTheGuestEndsInOrder()
    {
        using GuestShare share = new GuestShare().With("busybox"), hooks = new GuestShare();
        WriteNumberedPages(share["big"], Gibibyte / 4);
        // Once it has read 20 MB, the server is in the middle of it.
        File.WriteAllText(hooks["hooks"], """
            beside() {
                bytes=0
                until [ "$bytes" -gt 20000000 ]; do
                    usleep 20000
                    server=$(pidof xen-qemu-system-i386) || continue
                    bytes=$(sed -n 's/^rchar: //p' /proc/$server/io)
                done
                kill -KILL $server
                say "killed the server"
            }
            """);
        using var log = new RunLog();
        // The server is also who carries stderr, so that goes to stdout here.
        Outcome outcome = HostProcess.Run("/bin/sh",
        [
            "-c", "exec \"$0\" \"$@\" 2>&1", XenTestbed.RunScript, "--kernel", Clone.Kernel, "--share", share.Root,
            "--timeout", "200", .. log.Option, "--hooks", hooks["hooks"], "--stats",
            "--", "/busybox", "dd", "if=/big", "of=/dev/null", "bs=1M",
        ], seconds: 230);
        Assert.Contains(log.Lines, line => line.Contains("killed the server"));
        Assert.True(outcome.ExitCode == 1, outcome.ToString() + log);
        Assert.Contains("Input/output error", outcome.OutputText);
        Assert.Equal(RunLog.PowerOff, log.ShutdownReason);
        Statistics.Of(outcome with { Errors = outcome.Output }).AssertNothingIsLeft();
    }

    /// <summary>The server dies of it, and with it the console for errors: the line comes on the other one.</summary>
    [XenFact]
    public void AFolderThatDom0DoesNotHaveIsRefusedWithAWordOnWhereToLook()
    {
        using GuestShare share = new GuestShare().With("hello"), hooks = new GuestShare();
        File.WriteAllText(hooks["hooks"], "before() { sed -i s,path=/share/0,path=/missing, /control/guest.cfg; }\n");
        using var log = new RunLog();
        Outcome outcome = Run(share, ["--hooks", hooks["hooks"], .. log.Option], "/hello");
        Assert.True(outcome.ExitCode == 125, outcome.ToString() + log);
        Assert.Contains("its log is /var/log/xen/qemu-dm-*.log in dom0\n", outcome.OutputText);
        Assert.Equal(RunLog.PowerOff, log.ShutdownReason);
    }

    [XenFact]
    public void TheHostsOwnRootCanBeTheShare()
    {
        const string Script = "for f in /etc/host*; do echo $f $((6 * 7)); done; exit 3";
        Outcome native = HostProcess.Run("/bin/bash", ["-c", Script]);
        Outcome outcome = (XenTestbed.Machine with { Share = "/" }).Run("/bin/bash", "-c", Script);
        Assert.True(outcome.ExitCode == 3, outcome.ToString());
        Assert.Equal(native.OutputText, outcome.OutputText);
    }

    private static Outcome Run(GuestShare share, string[] options, params string[] app) =>
        (XenTestbed.Machine with { Share = share.Root, Options = options, TimeoutSeconds = 200 }).Run(app);

    /// <summary>Each page begins with its number, so that a page that is missing, doubled or elsewhere changes the sum.</summary>
    private static void WriteNumberedPages(string path, long length)
    {
        using FileStream file = File.Create(path);
        var pages = new byte[256 * PageSize];
        for (long at = 0; at < length; at += pages.Length)
        {
            for (int page = 0; page < pages.Length; page += PageSize)
            {
                BinaryPrimitives.WriteInt64LittleEndian(pages.AsSpan(page), (at + page) / PageSize + 1);
            }

            file.Write(pages);
        }
    }
}
