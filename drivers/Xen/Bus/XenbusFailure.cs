// Why a frontend and its backend did not come together; XenbusDevice returns it, whoever mounts says it.
namespace Drivers.Xen.Bus;

using System;

public enum XenbusFailure : byte
{
    None,

    /// <summary>The backend's state did not come, or did not become the next one, in time.</summary>
    TimedOut,

    /// <summary>The backend said Closing or Closed, or its node is gone.</summary>
    BackendClosed,

    /// <summary>The backend is in a state that it may not be in now.</summary>
    WrongState,

    /// <summary>The store refused a call, or was given up.</summary>
    Store,

    /// <summary>There are no pages, grants or event channels left for it.</summary>
    Resources,
}

public static class XenbusFailures
{
    public static ReadOnlySpan<byte> Text(XenbusFailure failure) => failure switch
    {
        XenbusFailure.TimedOut => "its backend in the host does not answer in time"u8,
        XenbusFailure.BackendClosed => "its backend in the host has closed it"u8,
        XenbusFailure.WrongState => "its backend in the host is in a state that it may not be in"u8,
        XenbusFailure.Store => "xenstore refuses it"u8,
        XenbusFailure.Resources => "there are no pages, grants or event channels left for it"u8,
        _ => "no failure"u8,
    };
}
