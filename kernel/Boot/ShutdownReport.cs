// The end of the VM: unmounts everything, checks that every pool is as full as at the start, prints the counters of stats=1,
// and tells the host how the app ended. KernelMain calls it last.
namespace Kernel.Boot;

using System;
using Drivers;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Process;
using Kernel.Syscalls;
using Kernel.Time;
using NinePFs;

public sealed class ShutdownReport
{
    private const int LongestLine = 96;

    private readonly Machine _machine;
    private readonly FileTables _tables;
    private readonly ShareMounts _shares;
    private readonly SystemMounts _system;
    private readonly AppSession _app;
    private readonly BootTimeline _timeline;
    private int _peakPages;
    private bool _isPrinting;
    private bool _hasLeak;

    public ShutdownReport(Machine machine, FileTables tables, ShareMounts shares, SystemMounts system, AppSession app, BootTimeline timeline)
    {
        _machine = machine;
        _tables = tables;
        _shares = shares;
        _system = system;
        _app = app;
        _timeline = timeline;
    }

    /// <summary>The boot heap is sealed: from here on the app's peak is measured.</summary>
    public void BeginRun() => _machine.Pages.ForgetPeak();

    /// <summary>Powers off; does not return.</summary>
    public void Finish(bool prints)
    {
        _isPrinting = prints;

        // The app is gone; what it has left is its own, too.
        int freePages = _machine.Pages.Free + _app.AddressSpace.ResidentPages + _app.AddressSpace.Files.PageCount;
        _peakPages = freePages - _machine.Pages.LeastFree;
        PrintBoot();
        Errno error = _tables.Mounts.UnmountAll();
        if (error != Errno.None)
        {
            Log.Write(LogLevel.Error, "shutdown: something still uses a mount, errno "u8, (ulong)error);
        }

        _shares.Close();
        CheckPools();
        PrintCounters();
        Process process = _app.Process;
        if (process.KilledBy != 0)
        {
            PowerOff.Signal((int)process.KilledBy);
        }

        PowerOff.Exit(process.ExitStatus);
    }

    private void PrintBoot()
    {
        for (BootStep step = 0; step < BootStep.Count; step++)
        {
            ulong start = step == 0 ? 0 : _timeline.EndOf(step - 1);
            Print(BootTimeline.NameOf(step), _timeline.EndOf(step) - start);
        }

        Print("boot_total_ns"u8, _app.Process.StartTime);
        Print("run_ns"u8, Clock.Nanoseconds - _app.Process.StartTime);
    }

    /// <summary>What is not zero here was leaked.</summary>
    private void CheckPools()
    {
        Check("leak_threads"u8, _machine.Threads.InUse);
        Check("leak_descriptors"u8, _app.Process.Files.InUse);
        Check("leak_open_files"u8, _tables.OpenFiles.InUse);
        Check("leak_dentries"u8, _tables.Dentries.InUse);
        Check("leak_mounts"u8, _tables.Mounts.InUse);
        Check("leak_locks"u8, _tables.Locks.InUse);
        Check("leak_signals"u8, _app.Process.Signals.Pool.InUse);
        Check("leak_timers"u8, _app.Timers.InUse);
        Check("leak_pipes"u8, _tables.Pipes.InUse);
        Check("leak_event_files"u8, _tables.Events.InUse);
        Check("leak_epoll_watches"u8, _tables.Events.WatchesInUse);
        Check("leak_socket_pairs"u8, _tables.Sockets.InUse);
        Check("leak_ring_pages"u8, _tables.RingPages.InUse);
        Check("leak_gather_buffers"u8, _app.Buffers.InUse);
        Check("leak_memory_file_pages"u8, _system.MemoryPages.InUse);
        int requests = 0, fids = 0, nodes = 0, directories = 0;
        for (int index = 0; index < _shares.Count; index++)
        {
            requests += _shares[index].Requests.InUse;
            fids += _shares[index].Fids.InUse;
            nodes += _shares[index].Nodes.InUse;
            directories += _shares[index].Directories.InUse;
        }

        Check("leak_9p_requests"u8, requests);
        Check("leak_9p_fids"u8, fids);
        Check("leak_9p_nodes"u8, nodes);
        Check("leak_9p_directories"u8, directories);
        Check("leak_app_pages"u8, _app.AddressSpace.ResidentPages);
        Check("leak_cached_pages"u8, _app.AddressSpace.Files.PageCount);
        Check("leak_cached_files"u8, _app.AddressSpace.Files.InUse);
        if (_hasLeak)
        {
            Log.Write(LogLevel.Error, "shutdown: the kernel leaked; please report this with --stats"u8);
        }
    }

    private void PrintCounters()
    {
        PrintShares();
        Print("syscalls"u8, SyscallEntry.Count);
        Print("app_pages"u8, (ulong)_app.AddressSpace.PagesAtEnd);
        Print("faults"u8, _app.AddressSpace.Faults);
        Print("app_peak_pages"u8, (ulong)_peakPages);
        Print("mapped_file_reads"u8, _app.AddressSpace.Files.Reads);
        Print("mapped_file_pages"u8, _app.AddressSpace.Files.PagesRead);
        Print("thread_switches"u8, _machine.Scheduler.Switches);
        Print("halts"u8, _machine.Idle.Halts);
        Print("timer_interrupts"u8, _machine.Timer.Fired);
        Print("interrupts"u8, _machine.Interrupts.Taken);
        Print("interrupts_unclaimed"u8, (ulong)_machine.Lines.Unclaimed);
        Print("heap_bytes"u8, Memory.BootHeap.UsedBytes);
        Print("pages_total"u8, (ulong)_machine.Pages.Total);
        Print("pages_free"u8, (ulong)_machine.Pages.Free);
    }

    /// <summary>Sums over all shares, but for the message size, which each has of its own.</summary>
    private void PrintShares()
    {
        ulong sent = 0, waited = 0;
        int sessions = 0, stale = 0, quarantined = 0;
        ShareCounters counters = default;
        for (int index = 0; index < _shares.Count; index++)
        {
            NinePFileSystem share = _shares[index];
            _shares.ShareOf(index).AddTo(ref counters);
            sent += share.Requests.Sent;
            waited += share.Requests.Waited;
            quarantined += share.Requests.Quarantined;
            sessions += share.Recovery.Sessions;
            stale += share.Recovery.Stale;
            Print("9p_msize"u8, (ulong)share.Requests.MessageSize);
        }

        Print("9p_notifications"u8, counters.Notifications);
        Print("9p_interrupts"u8, counters.Interrupts);
        Print("9p_interrupts_lost"u8, counters.LostInterrupts);
        Print("9p_interrupts_useless"u8, counters.UselessInterrupts);
        Print("9p_descriptors"u8, counters.Descriptors);
        Print("9p_rings_used"u8, (ulong)counters.RingsUsed);
        Print("9p_pages_kept"u8, (ulong)counters.PagesKept);
        Print("9p_sessions_again"u8, (ulong)sessions);
        Print("9p_stale_files"u8, (ulong)stale);
        Print("9p_requests_quarantined"u8, (ulong)quarantined);
        Print("9p_messages"u8, sent);
        Print("9p_waits"u8, waited);
    }

    private void Check(ReadOnlySpan<byte> name, int count)
    {
        Print(name, (ulong)count);
        _hasLeak |= count != 0;
    }

    private void Print(ReadOnlySpan<byte> name, ulong value)
    {
        if (_isPrinting)
        {
            var line = new TextBuilder(stackalloc byte[LongestLine]);
            line.Append("stat: "u8);
            line.Append(name);
            line.Append((byte)' ');
            line.AppendDecimal(value);
            Log.Write(LogLevel.Error, line.Text);
        }
    }
}
