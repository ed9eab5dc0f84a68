// The texts of /proc that only the kernel can write; ProcSource renders them.
namespace Vfs.Proc;

/// <summary>Named after what proc(5) says is in them; the comment is the path below /proc.</summary>
public enum ProcFile
{
    /// <summary>self/maps</summary>
    Maps,

    /// <summary>self/cmdline: NUL behind every argument</summary>
    CommandLine,

    /// <summary>self/environ: NUL behind every variable</summary>
    Environment,

    /// <summary>self/comm and self/task/N/comm</summary>
    CommandName,

    /// <summary>self/stat and self/task/N/stat</summary>
    Statistics,

    /// <summary>self/statm</summary>
    MemoryStatistics,

    /// <summary>self/status and self/task/N/status</summary>
    Status,

    /// <summary>meminfo</summary>
    MemoryInformation,

    /// <summary>cpuinfo</summary>
    ProcessorInformation,

    /// <summary>uptime</summary>
    Uptime,

    /// <summary>loadavg</summary>
    LoadAverage,

    /// <summary>version</summary>
    Version,

    /// <summary>stat</summary>
    SystemStatistics,

    /// <summary>sys/kernel/ostype</summary>
    SystemName,

    /// <summary>sys/kernel/osrelease</summary>
    SystemRelease,

    /// <summary>sys/kernel/hostname</summary>
    HostName,

    /// <summary>sys/kernel/random/boot_id</summary>
    BootId,

    /// <summary>sys/kernel/pid_max</summary>
    ProcessIdLimit,

    /// <summary>sys/vm/overcommit_memory</summary>
    OvercommitMemory,

    /// <summary>self/limits</summary>
    Limits,

    /// <summary>sys/kernel/threads-max</summary>
    ThreadLimit,

    /// <summary>sys/kernel/cap_last_cap</summary>
    LastCapability,

    /// <summary>sys/vm/max_map_count</summary>
    MapLimit,
}
