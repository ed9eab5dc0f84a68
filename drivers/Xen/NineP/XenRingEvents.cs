// What the event channels of a 9pfs share call: any of its rings may have news. XenShare makes it, NinePFrontend binds it to each channel.
namespace Drivers.Xen.NineP;

using Kernel.Interrupts;

internal sealed class XenRingEvents : InterruptHandler
{
    /// <summary>Set once the share runs; an event before that is nothing.</summary>
    public Xen9P? Transport { get; set; }

    public override void Handle() => Transport?.HandleEvent();
}
