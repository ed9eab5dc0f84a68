// struct __user_cap_header_struct and __user_cap_data_struct of capget and capset (include/uapi/linux/capability.h).
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>8 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CapabilityHeader
{
    public uint Version;
    public int Process;
}

/// <summary>12 bytes: 32 capabilities of each set.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CapabilitySet
{
    public uint Effective;
    public uint Permitted;
    public uint Inheritable;
}
