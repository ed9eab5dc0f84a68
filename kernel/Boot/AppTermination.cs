// Ends the app for the toolstack as init would: by SIGTERM, which a program may handle to finish in order. XenBoard makes it.
namespace Kernel.Boot;

using Drivers.Xen.Control;
using Drivers.Xen.Hypercalls;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Process.Signals;

/// <summary>The domain ends when the app does; only then is Xen told why.</summary>
public sealed class AppTermination(SignalSender signals, XenLink link) : AppEnd
{
    public override void Ask(bool isReboot)
    {
        link.IsRebootAsked = isReboot;
        signals.SendToProcess(SignalInformation.FromKernel((int)Signal.Terminate));
    }
}
