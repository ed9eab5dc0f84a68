// Waiting in tests, where there is one thread: whoever waits does what the other side would do meanwhile. All fake transports have one.
namespace NinePFs.Tests.Server;

using System;
using Kernel.Abi;
using NinePFs.Requests;

/// <param name="wait">Waits for a request.</param>
/// <param name="waitForFree">Waits for a free slot.</param>
public sealed class TestWaiter(Func<Request, WaitLimit, Errno> wait, Func<WaitLimit, Errno> waitForFree) : RequestWaiter
{
    /// <param name="serve">The other side answers all that it has.</param>
    public static TestWaiter Serving(Action serve) => new(
        (request, limit) =>
        {
            serve();
            return ResultOf(request, limit);
        },
        limit =>
        {
            serve();
            return Errno.None;
        });

    /// <summary>How a wait ends when the other side has done all that it will do.</summary>
    public static Errno ResultOf(Request request, WaitLimit limit) =>
        request.IsDone ? Errno.None
        : limit == WaitLimit.Patience ? Errno.ETIMEDOUT
        : throw new InvalidOperationException("a request without an answer would be waited for for ever");

    public int Wakes { get; private set; }

    /// <summary>The running thread is to end.</summary>
    public Func<bool>? IsKilled { get; init; }

    public override bool IsCallerDying => IsKilled?.Invoke() ?? false;

    public override Errno Wait(Request request, WaitLimit limit) => wait(request, limit);

    public override Errno WaitForFreeRequest(WaitLimit limit) => waitForFree(limit);

    public override void Wake(Request request) => Wakes++;
}
