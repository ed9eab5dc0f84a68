// What the system calls itself: uname(2), /proc/version and /proc/sys/kernel say the same.
namespace Kernel.Process;

using System;

public static class KernelName
{
    /// <summary>Programs that ask take the Linux ABI for granted.</summary>
    public static ReadOnlySpan<byte> OperatingSystem => "Linux"u8;

    public static ReadOnlySpan<byte> Host => "ninesharp"u8;

    /// <summary>C libraries refuse to start on a kernel that they take for too old.</summary>
    public static ReadOnlySpan<byte> Release => "6.1.0-ninesharp"u8;

    public static ReadOnlySpan<byte> Version => "#1 Ninesharp"u8;

    public static ReadOnlySpan<byte> Machine => "x86_64"u8;
}
