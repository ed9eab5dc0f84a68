// What DemandPaging says of a page fault; ExceptionTable turns it into a signal or goes on.
namespace Kernel.Memory;

/// <summary>What a page fault comes to.</summary>
public enum FaultVerdict
{
    /// <summary>The page is there now: go on.</summary>
    Resolved,

    /// <summary>SIGSEGV with SEGV_MAPERR: nothing is mapped.</summary>
    NotMapped,

    /// <summary>SIGSEGV with SEGV_ACCERR: the protection forbids it.</summary>
    Forbidden,

    /// <summary>SIGBUS with BUS_ADRERR: the mapped file ends before, or cannot be read.</summary>
    BeyondEnd,

    /// <summary>There is no page left: the app is killed.</summary>
    OutOfMemory,

    /// <summary>A signal has come first: it is seen to on the way to ring 3, and the access tried again.</summary>
    Interrupted,
}
