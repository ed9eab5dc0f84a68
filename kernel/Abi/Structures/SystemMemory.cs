// struct sysinfo (include/uapi/linux/sysinfo.h): what sysinfo(2) writes to the app; .NET sizes its heap by it.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>112 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SystemMemory
{
    /// <summary>Seconds since boot.</summary>
    public long Uptime;
    public ulong Load1;
    public ulong Load5;
    public ulong Load15;

    /// <summary>In units of <see cref="Unit"/>, like all sizes here.</summary>
    public ulong TotalRam;
    public ulong FreeRam;
    public ulong SharedRam;
    public ulong BufferRam;
    public ulong TotalSwap;
    public ulong FreeSwap;
    public ushort Processes;
    public ushort Padding;
    public uint Padding2;
    public ulong TotalHigh;
    public ulong FreeHigh;

    /// <summary>mem_unit: bytes per unit.</summary>
    public uint Unit;
    public uint Padding3;
}
