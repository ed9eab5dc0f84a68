// What a frontend does about a state of its backend, for every phase and every state. XenbusDevice asks, and nobody else decides.
namespace Drivers.Xen.Bus;

/// <summary>How far a frontend has come.</summary>
public enum XenbusPhase : byte
{
    /// <summary>Its backend has not yet said what it offers.</summary>
    AwaitingOffer,

    /// <summary>Everything is granted and written down; the backend has to map it.</summary>
    AwaitingConnection,
    Connected,
    Closing,
}

public enum XenbusStep : byte
{
    Wait,

    /// <summary>To the next phase.</summary>
    Proceed,

    /// <summary>The backend does not want, or does what it may not: close.</summary>
    GiveUp,
}

public static class XenbusSteps
{
    /// <param name="wasSeen">The backend had a state before: one that is gone now does not come back.</param>
    public static XenbusStep For(XenbusPhase phase, XenbusState backend, bool wasSeen) => phase switch
    {
        XenbusPhase.AwaitingOffer => BeforeOffer(backend, wasSeen),
        XenbusPhase.AwaitingConnection => BeforeConnection(backend),
        XenbusPhase.Connected => WhileConnected(backend),
        _ => WhileClosing(backend),
    };

    private static XenbusStep BeforeOffer(XenbusState backend, bool wasSeen) => backend switch
    {
        XenbusState.Unknown => wasSeen ? XenbusStep.GiveUp : XenbusStep.Wait,
        XenbusState.Initialising or XenbusState.Reconfiguring or XenbusState.Reconfigured => XenbusStep.Wait,

        // Initialised: a backend that goes on without waiting has made its offer too.
        XenbusState.InitWait or XenbusState.Initialised => XenbusStep.Proceed,

        // Connected to what? To whoever ran in this domain before; it would go on to read their rings.
        _ => XenbusStep.GiveUp,
    };

    private static XenbusStep BeforeConnection(XenbusState backend) => backend switch
    {
        XenbusState.Connected => XenbusStep.Proceed,
        XenbusState.InitWait or XenbusState.Initialised => XenbusStep.Wait,
        XenbusState.Reconfiguring or XenbusState.Reconfigured => XenbusStep.Wait,

        // Initialising: it has been restarted and knows nothing of what it offered.
        _ => XenbusStep.GiveUp,
    };

    private static XenbusStep WhileConnected(XenbusState backend) => backend switch
    {
        XenbusState.Connected or XenbusState.Reconfiguring or XenbusState.Reconfigured => XenbusStep.Wait,
        _ => XenbusStep.GiveUp,
    };

    /// <summary>Until the backend has unmapped everything: it says Closing after it has, or Closed, or is gone.</summary>
    private static XenbusStep WhileClosing(XenbusState backend) => backend switch
    {
        XenbusState.Closing or XenbusState.Closed or XenbusState.Unknown => XenbusStep.Proceed,

        // It has not begun, or is another one by now.
        XenbusState.Initialising or XenbusState.InitWait => XenbusStep.Proceed,
        _ => XenbusStep.Wait,
    };
}
