// xen/ninesharp.cfg, the file for a user's own Xen host, starts a guest with two folders as it stands, but for its paths.
namespace XenVm.Tests.Guests;

using System.IO;
using Qemu.Tests.Running;
using XenVm.Tests.Testbed;

public sealed class SampleConfigurationTests
{
    [XenFact]
    public void XlStartsTheGuestThatItDescribes()
    {
        using GuestShare share = new GuestShare().With("arguments"), data = new GuestShare(), hooks = new GuestShare();
        File.Move(share["arguments"], share["app"]);
        Directory.CreateDirectory(share["data"]);
        string configuration = File.ReadAllText(Path.Combine(Clone.Root, "xen/ninesharp.cfg"))
            .Replace("\"ninesharp\"", "\"guest\"")
            .Replace("/path/to/out/ninesharp.elf", "/run/kernel")
            .Replace("/srv/ninesharp/root", "/share/0")
            .Replace("/srv/ninesharp/data", "/share/1");
        File.WriteAllText(hooks["hooks"], $"before() {{\ncat >/control/guest.cfg <<'END'\n{configuration}\nEND\n}}\n");
        using var log = new RunLog();
        Outcome outcome = (XenTestbed.Machine with
        {
            Share = share.Root,
            Options = ["--mount", "data=" + data.Root, "--hooks", hooks["hooks"], .. log.Option],
        }).Run("/not-this");
        Assert.True(outcome.ExitCode == 0, outcome.ToString() + log);
        Assert.Contains("second argument", outcome.OutputText);
    }
}
