// What the kernel tells the program's C library at start (getauxval(3)); ProgramStart fills it, UserStack writes it.
namespace Kernel.Process;

/// <summary>The values of the auxiliary vector that depend on the program or the machine.</summary>
public struct AuxiliaryVector
{
    /// <summary>Address of the program headers in memory.</summary>
    public ulong ProgramHeaders;

    public ulong ProgramHeaderCount;

    /// <summary>Base of the interpreter; 0 for a static program.</summary>
    public ulong InterpreterBase;

    public ulong Entry;
    public uint Uid;
    public uint Gid;

    /// <summary>EDX of CPUID leaf 1 (AT_HWCAP).</summary>
    public ulong HardwareCapabilities;

    /// <summary>Address of the vDSO's ELF header; 0: there is none (AT_SYSINFO_EHDR).</summary>
    public ulong Vdso;

    /// <summary>Bytes that a signal frame needs at least (AT_MINSIGSTKSZ).</summary>
    public ulong MinimumSignalStack;
}

/// <summary>Tags of the auxiliary vector (include/uapi/linux/auxvec.h).</summary>
public enum AuxiliaryTag : ulong
{
    Null = 0,
    ProgramHeaders = 3,
    ProgramHeaderSize = 4,
    ProgramHeaderCount = 5,
    PageSize = 6,
    Base = 7,
    Flags = 8,
    Entry = 9,
    Uid = 11,
    EffectiveUid = 12,
    Gid = 13,
    EffectiveGid = 14,
    Platform = 15,
    HardwareCapabilities = 16,
    ClockTicks = 17,
    Secure = 23,
    Random = 25,
    HardwareCapabilities2 = 26,
    ExecutableName = 31,
    SystemInformationHeader = 33,
    MinimumSignalStack = 51,
}
