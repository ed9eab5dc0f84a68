// Why the kernel cannot use the Xen that CPUID announces; XenDomain finds out, Board says it in the log.
namespace Drivers.Xen;

using System;

public enum XenRefusal
{
    None,
    NoHypercallPage,
    NoHypercalls,
    NoSharedInfo,
    NoConsole,
}

public static class XenRefusals
{
    public static ReadOnlySpan<byte> Text(XenRefusal refusal) => refusal switch
    {
        XenRefusal.NoHypercallPage => "no MSR for the hypercall page"u8,
        XenRefusal.NoHypercalls => "hypercalls do not work"u8,
        XenRefusal.NoSharedInfo => "the shared info page cannot be mapped"u8,
        XenRefusal.NoConsole => "the domain has no console"u8,
        _ => "no reason"u8,
    };
}
