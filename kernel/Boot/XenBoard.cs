// A PVH domain of Xen: no PC but the processor with its local APIC; everything else comes from Xen. Board finds it.
namespace Kernel.Boot;

using Drivers;
using Drivers.Xen;
using Drivers.Xen.Bus;
using Drivers.Xen.Control;
using Drivers.Xen.Hypercalls;
using Drivers.Xen.NineP;
using Drivers.Xen.Store;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Interrupts;
using Kernel.Memory;
using Kernel.Process;
using Kernel.Time;

public sealed class XenBoard : Board
{
    // One for each share, some for consoles.
    private const int WatchCapacity = Limits.Mounts + 4;

    private readonly XenDomain _domain;
    private readonly XenClock _clock;
    private readonly XenEventChannels _channels;
    private readonly ConsoleEvent _consoleEvent = new();
    private readonly ConsoleRing _console;
    private readonly XenLink _link;
    private XenPages _memory = null!;
    private GrantTable _grants = null!;

    /// <param name="domain">Not refused.</param>
    public XenBoard(XenDomain domain)
    {
        _domain = domain;
        _clock = new XenClock(domain.SharedInfo);
        _channels = new XenEventChannels(domain.SharedInfo);

        // The toolstack has made the port; were it not so, there would be nobody to tell.
        var channel = (XenEventChannel)_channels.BindKnown(domain.ConsolePort, _consoleEvent).Value;
        _console = new ConsoleRing(domain.ConsolePage, channel);
        _consoleEvent.Ring = _console;
        _link = new XenLink(new ConsoleOutlet(_console, channel, _clock));
    }

    public override HostLink Link => _link;

    /// <summary>Null when the domain has none.</summary>
    public StoreClient? Store { get; private set; }

    /// <summary>The backend runs in another domain, maybe on this very processor.</summary>
    public override bool SharesProcessor => true;

    /// <summary>With maxmem above memory the map shows maxmem, and touching more pages than memory is the domain's end.</summary>
    public override ulong MemoryLimit => XenDomain.Reservation;

    public override void StartClock(ulong entryTimestamp) => Clock.Follow(_clock, entryTimestamp);

    public override void AddReadable(PhysicalRanges ranges) => _domain.AddReadable(ranges);

    public override void OpenInterrupts(InterruptTable interrupts)
    {
        Lapic.Open();
        if (_channels.Connect(interrupts, _domain.Leaves.HasUpcallVector) != Errno.None)
        {
            BootFailure.Stop(BootFailure.Status, "xen"u8, "events cannot interrupt this domain"u8);
        }

        OpenStore();
    }

    public override OneShotTimer MakeTimer(InterruptTable interrupts)
    {
        return XenTimer.IsPresent ? new XenTimer(_channels) : new LapicTimer(interrupts);
    }

    /// <summary>The domain's console is stdin and stdout; a channel= with the name stderr is stderr and log, and without one it is all four.</summary>
    public override Consoles OpenConsoles(Machine machine, CommandLine options)
    {
        _memory = new XenPages(machine.Pages);
        _grants = new GrantTable(new XenGrantFrames(machine.Pages));
        var output = new PvOutput(_console, machine.Queues.Create());
        var console = new PvConsole(_console, machine.Queues.Create(), output, options.IsInputEscaped);
        _consoleEvent.Output = output;
        _consoleEvent.Input = console;
        _link.IsOnTerminal = options.TerminalColumns != 0;
        machine.Scheduler.AddPollable(new ConsoleWatch(output));
        return new Consoles(console, OpenErrors(machine) ?? output);
    }

    /// <summary>Null when the toolstack has not given the domain a console of that name, or it does not work: that is a line in the log.</summary>
    private PvOutput? OpenErrors(Machine machine)
    {
        XenbusDevice? device = Store is null ? null : ChannelConsole.Find(new Xenbus(Store), "stderr"u8);
        if (device is null)
        {
            return null;
        }

        var happening = new ConsoleEvent();
        var console = new ChannelConsole(_memory, _grants);
        XenbusFailure failure = console.Connect(device, _channels, happening);
        ConsoleRing? ring = console.Ring;
        if (ring is null)
        {
            var line = new TextBuilder(stackalloc byte[128]);
            line.Append("xen: the console stderr is not used: "u8);
            line.Append(XenbusFailures.Text(failure));
            Log.Write(LogLevel.Warning, line.Text);
            return null;
        }

        var output = new PvOutput(ring, machine.Queues.Create());
        machine.Scheduler.AddPollable(new ConsoleWatch(output));
        happening.Ring = ring;
        happening.Output = output;
        _link.Errors = new ConsoleOutlet(ring, (XenEventChannel)ring.Channel, _clock);
        return output;
    }

    private void OpenStore()
    {
        if (_domain.StorePage is null)
        {
            return;
        }

        Result<StoreClient> store = StoreClient.Open(
            _domain.StorePage, _channels, _domain.StorePort, new XenStoreWait(_channels, _domain.StorePort, _clock), WatchCapacity);
        if (store.IsError)
        {
            Log.Write(LogLevel.Warning, "xenstore: its port cannot be bound, errno "u8, (ulong)store.Error);
            return;
        }

        Store = store.Value;
        _link.Status = new StoreStatus(Store);
    }

    public override void Probe(BootInformation boot, CommandLine options, Machine machine, DriverCatalog drivers)
    {
        if (Store is not null)
        {
            new XenShares(drivers, new Xenbus(Store), _memory, _grants, _channels).Probe();
        }
    }

    public override void Listen(AppSession app)
    {
        if (Store is not null)
        {
            new DomainControl(Store, new AppTermination(app.Signals, _link)).Open();
        }
    }
}
