// The layout of /proc: every file has a number, the files of one directory stand together. ProcFileSystem turns numbers into answers.
namespace Vfs.Proc;

using System;

/// <summary>A place in the tree. In the id of a file it is the low byte; a descriptor or thread number stands above it.</summary>
internal enum ProcEntry : byte
{
    None,
    Root,

    // /proc
    Self,
    ThreadSelf,
    Process,
    Mounts,
    MemoryInformation,
    ProcessorInformation,
    Uptime,
    LoadAverage,
    Version,
    SystemStatistics,
    FileSystems,
    System,

    // /proc/PID
    Executable,
    WorkingDirectory,
    ProcessRoot,
    Descriptors,
    Maps,
    CommandLine,
    Environment,
    CommandName,
    Statistics,
    MemoryStatistics,
    Status,
    ProcessMounts,
    MountInformation,
    ControlGroup,
    Limits,
    MemoryPressureScore,
    MemoryPressureAdjustment,
    Tasks,

    // /proc/PID/fd
    Descriptor,

    // /proc/PID/task
    Task,

    // /proc/PID/task/TID
    TaskCommandName,
    TaskStatistics,
    TaskStatus,

    // /proc/sys
    SystemKernel,
    SystemMemory,

    // /proc/sys/kernel
    SystemName,
    SystemRelease,
    HostName,
    ProcessIdLimit,
    ThreadLimit,
    LastCapability,
    Random,

    // /proc/sys/kernel/random
    BootId,

    // /proc/sys/vm
    OvercommitMemory,
    MapLimit,
}

internal static class ProcLayout
{
    /// <summary>The first and the last entry of a directory that is the same for ever; (None, None) for the others.</summary>
    public static (ProcEntry First, ProcEntry Last) ChildrenOf(ProcEntry directory) => directory switch
    {
        ProcEntry.Root => (ProcEntry.Self, ProcEntry.System),
        ProcEntry.Process => (ProcEntry.Executable, ProcEntry.Tasks),
        ProcEntry.Task => (ProcEntry.TaskCommandName, ProcEntry.TaskStatus),
        ProcEntry.System => (ProcEntry.SystemKernel, ProcEntry.SystemMemory),
        ProcEntry.SystemKernel => (ProcEntry.SystemName, ProcEntry.Random),
        ProcEntry.Random => (ProcEntry.BootId, ProcEntry.BootId),
        ProcEntry.SystemMemory => (ProcEntry.OvercommitMemory, ProcEntry.MapLimit),
        _ => (ProcEntry.None, ProcEntry.None),
    };

    public static ProcEntry ParentOf(ProcEntry entry) => entry switch
    {
        <= ProcEntry.System => ProcEntry.Root,
        <= ProcEntry.Tasks => ProcEntry.Process,
        ProcEntry.Descriptor => ProcEntry.Descriptors,
        ProcEntry.Task => ProcEntry.Tasks,
        <= ProcEntry.TaskStatus => ProcEntry.Task,
        <= ProcEntry.SystemMemory => ProcEntry.System,
        <= ProcEntry.Random => ProcEntry.SystemKernel,
        ProcEntry.BootId => ProcEntry.Random,
        _ => ProcEntry.SystemMemory,
    };

    /// <summary>The name of an entry; empty for those named by a number.</summary>
    public static ReadOnlySpan<byte> NameOf(ProcEntry entry) => entry switch
    {
        ProcEntry.Self => "self"u8,
        ProcEntry.ThreadSelf => "thread-self"u8,
        ProcEntry.Mounts => "mounts"u8,
        ProcEntry.MemoryInformation => "meminfo"u8,
        ProcEntry.ProcessorInformation => "cpuinfo"u8,
        ProcEntry.Uptime => "uptime"u8,
        ProcEntry.LoadAverage => "loadavg"u8,
        ProcEntry.Version => "version"u8,
        ProcEntry.SystemStatistics => "stat"u8,
        ProcEntry.FileSystems => "filesystems"u8,
        ProcEntry.System => "sys"u8,
        ProcEntry.Executable => "exe"u8,
        ProcEntry.WorkingDirectory => "cwd"u8,
        ProcEntry.ProcessRoot => "root"u8,
        ProcEntry.Descriptors => "fd"u8,
        ProcEntry.Maps => "maps"u8,
        ProcEntry.CommandLine => "cmdline"u8,
        ProcEntry.Environment => "environ"u8,
        ProcEntry.CommandName or ProcEntry.TaskCommandName => "comm"u8,
        ProcEntry.Statistics or ProcEntry.TaskStatistics => "stat"u8,
        ProcEntry.MemoryStatistics => "statm"u8,
        ProcEntry.Status or ProcEntry.TaskStatus => "status"u8,
        ProcEntry.ProcessMounts => "mounts"u8,
        ProcEntry.MountInformation => "mountinfo"u8,
        ProcEntry.ControlGroup => "cgroup"u8,
        ProcEntry.Limits => "limits"u8,
        ProcEntry.MemoryPressureScore => "oom_score"u8,
        ProcEntry.MemoryPressureAdjustment => "oom_score_adj"u8,
        ProcEntry.Tasks => "task"u8,
        ProcEntry.SystemKernel => "kernel"u8,
        ProcEntry.SystemMemory => "vm"u8,
        ProcEntry.SystemName => "ostype"u8,
        ProcEntry.SystemRelease => "osrelease"u8,
        ProcEntry.HostName => "hostname"u8,
        ProcEntry.ProcessIdLimit => "pid_max"u8,
        ProcEntry.ThreadLimit => "threads-max"u8,
        ProcEntry.LastCapability => "cap_last_cap"u8,
        ProcEntry.Random => "random"u8,
        ProcEntry.BootId => "boot_id"u8,
        ProcEntry.OvercommitMemory => "overcommit_memory"u8,
        ProcEntry.MapLimit => "max_map_count"u8,
        _ => default,
    };

    /// <summary>Which of the kernel's texts an entry shows.</summary>
    public static ProcFile TextOf(ProcEntry entry) => entry switch
    {
        ProcEntry.MemoryInformation => ProcFile.MemoryInformation,
        ProcEntry.ProcessorInformation => ProcFile.ProcessorInformation,
        ProcEntry.Uptime => ProcFile.Uptime,
        ProcEntry.LoadAverage => ProcFile.LoadAverage,
        ProcEntry.Version => ProcFile.Version,
        ProcEntry.SystemStatistics => ProcFile.SystemStatistics,
        ProcEntry.CommandLine => ProcFile.CommandLine,
        ProcEntry.Environment => ProcFile.Environment,
        ProcEntry.CommandName or ProcEntry.TaskCommandName => ProcFile.CommandName,
        ProcEntry.Statistics or ProcEntry.TaskStatistics => ProcFile.Statistics,
        ProcEntry.MemoryStatistics => ProcFile.MemoryStatistics,
        ProcEntry.Status or ProcEntry.TaskStatus => ProcFile.Status,
        ProcEntry.SystemName => ProcFile.SystemName,
        ProcEntry.SystemRelease => ProcFile.SystemRelease,
        ProcEntry.HostName => ProcFile.HostName,
        ProcEntry.ProcessIdLimit => ProcFile.ProcessIdLimit,
        ProcEntry.BootId => ProcFile.BootId,
        ProcEntry.OvercommitMemory => ProcFile.OvercommitMemory,
        ProcEntry.Limits => ProcFile.Limits,
        ProcEntry.ThreadLimit => ProcFile.ThreadLimit,
        ProcEntry.LastCapability => ProcFile.LastCapability,
        ProcEntry.MapLimit => ProcFile.MapLimit,
        _ => ProcFile.Maps,
    };
}
