// The error code of a page fault (Intel SDM volume 3A §4.7); decoded by the exception handler and by panic messages.
namespace Kernel.Arch.X64;

using System;

[Flags]
public enum PageFaultError : ulong
{
    None = 0,

    /// <summary>A page was there, its protection forbade the access; clear: no page.</summary>
    Protection = 1,
    Write = 2,
    User = 4,
    ReservedBit = 8,
    InstructionFetch = 16,
}
