// What /proc shows, gathered from the process, the threads and the memory at the moment of the read. SystemMounts makes it for ProcFileSystem.
namespace Kernel.Process.Facts;

using System;
using Kernel.Arch.X64;
using Kernel.Memory;
using Kernel.Scheduling;
using Kernel.Time;
using Vfs;
using Vfs.Device;
using Vfs.Proc;

/// <summary>Looks things up and hands figures to the writers of the texts. Nothing here sleeps or allocates.</summary>
public sealed class ProcessFacts : ProcSource
{
    private readonly Process _process;
    private readonly Tasks _tasks;
    private readonly Scheduler _scheduler;
    private readonly PhysicalPages _pages;
    private readonly PhysicalPageStore? _files;
    private readonly ProcessorCaches _caches;
    private readonly BootIdentifier _bootIdentifier;
    private readonly ProcessorDescription _processor = new();
    private MemoryFigures _peak;
    private bool _isProcessorKnown;

    /// <param name="files">Where files in memory are kept; null when there are none.</param>
    public ProcessFacts(
        Process process,
        ThreadTable threads,
        Scheduler scheduler,
        PhysicalPages pages,
        PhysicalPageStore? files,
        ProcessorCaches caches,
        EntropySource entropy)
    {
        _process = process;
        _tasks = new Tasks(process, threads, scheduler);
        _scheduler = scheduler;
        _pages = pages;
        _files = files;
        _caches = caches;
        _bootIdentifier = new BootIdentifier(entropy);
    }

    public override int ProcessId => Process.Id;

    public override FileTable Files => _process.Files;

    public override FileContext Context => _process.Context;

    public override Dentry? Executable => _process.Program.Executable;

    public override int NextThread(int threadId) => _tasks.Next(threadId);

    public override int Render(ProcFile file, int threadId, Span<byte> text)
    {
        switch (file)
        {
            case ProcFile.Maps:
                return WriteMaps(text);
            case ProcFile.CommandLine:
                return _process.Arguments == null ? 0 : ArgumentText.Write(_process.Arguments, text);
            case ProcFile.Environment:
                return _process.Environment == null ? 0 : ArgumentText.Write(_process.Environment, text);
            case ProcFile.CommandName:
                return SystemText.WriteLine(_tasks.NameOf(threadId), text);
            case ProcFile.Statistics:
                return WriteStat(threadId, text);
            case ProcFile.MemoryStatistics:
                return WriteStatm(text);
            case ProcFile.Status:
                return WriteStatus(threadId, text);
            default:
                return RenderSystem(file, text);
        }
    }

    private int RenderSystem(ProcFile file, Span<byte> text)
    {
        switch (file)
        {
            case ProcFile.MemoryInformation:
                return WriteRam(text);
            case ProcFile.ProcessorInformation:
                return WriteProcessor(text);
            case ProcFile.Uptime:
                return SystemText.WriteUptime(SystemNow(), text);
            case ProcFile.LoadAverage:
                return SystemText.WriteLoad(SystemNow(), text);
            case ProcFile.Version:
                return SystemText.WriteVersion(text);
            case ProcFile.SystemStatistics:
                return SystemText.WriteStat(SystemNow(), text);
            case ProcFile.Limits:
                return LimitText.Write(_process.ResourceLimits, text);
            case ProcFile.ThreadLimit:
                return SystemText.WriteNumber((ulong)_tasks.Capacity, text);
            case ProcFile.LastCapability:
                return SystemText.WriteNumber(Credentials.LastCapability, text);
            case ProcFile.MapLimit:
                return SystemText.WriteNumber((ulong)_process.AddressSpace.Regions.Capacity, text);
            case ProcFile.BootId:
                return _bootIdentifier.Write(text);
            default:
                return SystemText.WriteLine(SettingOf(file), text);
        }
    }

    private static ReadOnlySpan<byte> SettingOf(ProcFile file) => file switch
    {
        ProcFile.SystemName => KernelName.OperatingSystem,
        ProcFile.SystemRelease => KernelName.Release,
        ProcFile.HostName => KernelName.Host,
        ProcFile.ProcessIdLimit => "4194304"u8,

        // 1: whatever is asked for is promised, pages are found when they are touched.
        ProcFile.OvercommitMemory => "1"u8,
        _ => default,
    };

    private int WriteMaps(Span<byte> text) => MapsText.Write(_process.AddressSpace.Regions, _process.Context.Root, text);

    private int WriteStat(int threadId, Span<byte> text)
    {
        if (!_tasks.TryDescribe(threadId, out TaskFigures task))
        {
            return 0;
        }

        MemoryFigures memory = MemoryNow();
        return StatText.WriteStat(in task, in memory, _process.Program, _tasks.NameOf(threadId), text);
    }

    private int WriteStatm(Span<byte> text)
    {
        MemoryFigures memory = MemoryNow();
        return StatText.WriteStatm(in memory, text);
    }

    private int WriteStatus(int threadId, Span<byte> text)
    {
        if (!_tasks.TryDescribe(threadId, out TaskFigures task))
        {
            return 0;
        }

        MemoryFigures memory = MemoryNow();
        return StatusText.Write(in task, in memory, in _peak, _process.Credentials, _tasks.NameOf(threadId), text);
    }

    private int WriteRam(Span<byte> text)
    {
        var ram = new RamFigures
        {
            Total = (ulong)_pages.Total << PageSize.Shift,
            Free = (ulong)_pages.Free << PageSize.Shift,
            Files = _files == null ? 0 : (ulong)_files.InUse << PageSize.Shift,
            Cached = (ulong)_process.AddressSpace.Files.PageCount << PageSize.Shift,
            Dirty = (ulong)_process.AddressSpace.Files.DirtyCount << PageSize.Shift,
            Stacks = (ulong)_process.LiveThreads * KernelStacks.StackSize,
            Promised = _process.AddressSpace.Regions.MappedBytes,
        };
        return RamText.Write(in ram, text);
    }

    private int WriteProcessor(Span<byte> text)
    {
        if (!_isProcessorKnown)
        {
            ProcessorProbe.Read(_processor);
            _isProcessorKnown = true;
        }

        return ProcessorText.Write(_processor, Clock.TicksPerSecond, _caches.LargestBytes, text);
    }

    // Nobody watches the app's memory all the time: the peaks are those of the moments at which somebody looked.
    private MemoryFigures MemoryNow()
    {
        MemoryFigures now = MemoryFigures.Of(_process.AddressSpace.Regions, _process.AddressSpace.ResidentPages);
        _peak.Virtual = Math.Max(_peak.Virtual, now.Virtual);
        _peak.Resident = Math.Max(_peak.Resident, now.Resident);
        return now;
    }

    private SystemFigures SystemNow()
    {
        var system = new SystemFigures
        {
            Uptime = Clock.Nanoseconds,
            IdleTime = _scheduler.IdleTime,
            BootTime = Clock.RealTime.Seconds - (long)(Clock.Nanoseconds / ClockScale.Nanosecond),
            Switches = _scheduler.Switches,
        };
        _tasks.Count(ref system);
        return system;
    }
}
