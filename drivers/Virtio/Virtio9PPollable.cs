// What the idle loop sees of a virtio-9p device.
namespace Drivers.Virtio;

internal sealed class Virtio9PPollable(Virtio9P transport) : SharePollable(transport, transport.Watch)
{
    protected override int InFlight => transport.InFlight;

    public override void ArmInterrupt() => transport.Arm();

    public override void DisarmInterrupt() => transport.Disarm();

    public override void Check(ulong now) => transport.Check(now);
}
