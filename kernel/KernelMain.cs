// The composition root: makes everything in the order in which the machine needs it, runs the app, takes everything apart.
// boot/Entry.S calls Start.
namespace Kernel;

using System.Runtime;
using Drivers;
using Kernel.Abi;
using Kernel.Boot;
using Kernel.Diagnostics;
using Kernel.Entropy;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Time;
using Vfs;

internal static unsafe class KernelMain
{
    /// <summary>csc wants an entry point for an executable; nothing calls it.</summary>
    private static void Main()
    {
    }

    [RuntimeExport("kmain")]
    private static void Start(BootRecord* record)
    {
        Board board = Board.Find();
        var boot = new BootInformation(record);
        board.StartClock(boot.EntryTimestamp);
        var timeline = new BootTimeline();
        timeline.Mark(BootStep.Entry);

        var machine = new Machine(boot, board);
        CommandLine options = ReadOptions(boot);
        timeline.Mark(BootStep.Machine);

        var random = new RandomSource();
        Consoles consoles = board.OpenConsoles(machine, options);
        consoles.OpenTerminal(machine, options);
        var drivers = new DriverCatalog(Limits.Mounts);
        board.Probe(boot, options, machine, drivers);
        timeline.Mark(BootStep.Devices);

        var tables = new FileTables(machine);
        var shares = new ShareMounts(machine, drivers, tables.Mounts, options.TracesNineP ? new NinePTrace() : null);
        FileContext context = shares.MountRoot(options);
        var app = new AppSession(machine, tables, context, random, shares.LongestMessage);
        var system = new SystemMounts(machine, tables, context);
        system.Mount(app, options, consoles, random);
        shares.MountOthers(options, context);
        timeline.Mark(BootStep.Mount);

        app.OpenStreams(consoles.Terminal, options.TerminalHasErrors);
        app.Start(options);
        board.Listen(app);
        var report = new ShutdownReport(machine, tables, shares, system, app, timeline);
        BootHeap.Seal(machine.Pages);
        report.BeginRun();
        machine.Idle.EndBoot();
        timeline.Mark(BootStep.Load);
        if (options.Crashes)
        {
            Panic.Stop("boot: crash=1 asks for a panic"u8);
        }

        shares.BreakRoot(options.BreaksAt);
        app.Process.WaitForEnd();
        app.Process.Close();
        report.Finish(options.ShowsStatistics);
    }

    private static CommandLine ReadOptions(BootInformation boot)
    {
        if (boot.IsCommandLineCut)
        {
            BootFailure.Stop(BootFailure.Status, default, "the kernel command line is too long; use fewer or shorter arguments"u8);
        }

        var options = new CommandLine(boot.CommandLine.Length);
        if (!options.Parse(boot.CommandLine))
        {
            BootFailure.Stop(BootFailure.Status, "kernel command line"u8, options.Error);
        }

        if (options.LogLevel >= 0)
        {
            Log.Limit = (LogLevel)options.LogLevel;
        }

        Clock.Tell(options.DateMicroseconds);
        return options;
    }
}
