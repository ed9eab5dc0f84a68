// What Xen and dom0 said during one run, through --log: how the guest ended as they see it.
namespace XenVm.Tests.Testbed;

using System;
using System.IO;
using System.Linq;

internal sealed class RunLog : IDisposable
{
    /// <summary>Reasons of SCHEDOP_shutdown (xen/include/public/sched.h).</summary>
    public const int PowerOff = 0, Reboot = 1, Crash = 3;

    private readonly string _path = Path.GetTempFileName();

    public string[] Option => ["--log", _path];

    public string[] Lines => File.ReadAllText(_path).Split('\n').Select(line => line.TrimEnd('\r')).ToArray();

    /// <summary>SCHEDOP_shutdown's reason, as dom0 has it from Xen.</summary>
    public int ShutdownReason
    {
        get
        {
            string line = Assert.Single(Lines, line => line.Contains("the guest has ended, reason "));
            return int.Parse(line[(line.LastIndexOf(' ') + 1)..]);
        }
    }

    public override string ToString() => string.Join('\n', Lines);

    public void Dispose() => File.Delete(_path);
}
