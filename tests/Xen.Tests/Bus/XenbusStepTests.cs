// B3: every state of a backend in every phase of its frontend.
namespace Xen.Tests.Bus;

using System;
using Drivers.Xen.Bus;
using Xunit;

public sealed class XenbusStepTests
{
    // One letter a state, 0 to 8: w wait, p proceed, g give up.
    [Theory]
    [InlineData(XenbusPhase.AwaitingOffer, false, "wwppgggww")]
    [InlineData(XenbusPhase.AwaitingOffer, true, "gwppgggww")]
    [InlineData(XenbusPhase.AwaitingConnection, true, "ggwwpggww")]
    [InlineData(XenbusPhase.Connected, true, "ggggwggww")]
    [InlineData(XenbusPhase.Closing, true, "pppwwppww")]
    public void B3_EveryStateHasItsAnswerInEveryPhase(XenbusPhase phase, bool wasSeen, string answers)
    {
        foreach (XenbusState state in Enum.GetValues<XenbusState>())
        {
            XenbusStep expected = answers[(int)state] switch { 'w' => XenbusStep.Wait, 'p' => XenbusStep.Proceed, _ => XenbusStep.GiveUp };
            Assert.Equal(expected, XenbusSteps.For(phase, state, wasSeen));
        }
    }
}
