// What the idle loop sees of a Xen 9pfs share.
namespace Drivers.Xen.NineP;

internal sealed class Xen9PPollable(Xen9P transport) : SharePollable(transport, transport.Watch)
{
    protected override int InFlight => transport.InFlight;

    public override void ArmInterrupt() => transport.Arm();

    public override void DisarmInterrupt() => transport.Disarm();

    public override void BeforeHalt() => transport.KickForRoom();

    public override void Check(ulong now) => transport.Check(now);
}
