// What the idle loop sees of a Xen 9pfs share: worth spinning for as long as requests are in flight.
namespace Drivers.Xen.NineP;

using Kernel.Scheduling;

internal sealed class Xen9PPollable(Xen9P transport) : Pollable
{
    public override bool IsExpected => transport.InFlight != 0;

    /// <summary>A Tclunk travels with the next request; when the processor has nothing else to do there is none.</summary>
    public override bool Poll()
    {
        if (transport.InFlight != 0)
        {
            transport.Requests.KickPending();
        }

        return transport.Poll();
    }

    public override void ArmInterrupt() => transport.Arm();

    public override void DisarmInterrupt() => transport.Disarm();

    public override ulong NextCheck => transport.NextCheck;

    public override void Check(ulong now) => transport.Check(now);
}
