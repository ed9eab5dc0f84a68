// A monotonic clock that stands still until the test moves it.
namespace Tests.Shared;

using Vfs;

public sealed class SteppedClock : MonotonicClock
{
    public ulong Now { get; set; } = 1000;

    public override ulong Nanoseconds => Now;
}
