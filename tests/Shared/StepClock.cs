// A clock that is one second later at every look, so that tests can see which stamps were set when.
namespace Tests.Shared;

using Kernel.Abi;
using Vfs;

public sealed class StepClock : WallClock
{
    private long _seconds = 1_000_000;

    public override Timespec Now => new(_seconds++, 5);
}
