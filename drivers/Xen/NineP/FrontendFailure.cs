// Why a 9pfs share of Xen cannot be opened, and the words for the one who started the domain. NinePFrontend returns it.
namespace Drivers.Xen.NineP;

using System;

public enum FrontendFailure : byte
{
    None,

    /// <summary>It is served by xen-9pfsd.</summary>
    UserDialect,
    Version,
    Limits,
    Memory,
    Grants,
    Channels,

    /// <summary>XenbusFailure says more.</summary>
    Connection,
}

public static class FrontendFailures
{
    public static ReadOnlySpan<byte> Text(FrontendFailure failure) => failure switch
    {
        FrontendFailure.UserDialect =>
            "it is served by xen-9pfsd, which does not speak 9P2000.L: put type=qemu into its p9= entry and start the domain again"u8,
        FrontendFailure.Version => "its backend does not offer version 1 of Xen's 9pfs protocol"u8,
        FrontendFailure.Limits => "its backend does not say how many rings of what size it can have"u8,
        FrontendFailure.Memory => "no memory for its rings"u8,
        FrontendFailure.Grants => "the grant table is full"u8,
        FrontendFailure.Channels => "there are no event channels left"u8,
        FrontendFailure.Connection => "its backend does not connect"u8,
        _ => "usable"u8,
    };
}
