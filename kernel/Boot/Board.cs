// What the kernel runs on: a PC as QEMU makes it, or a domain of Xen. KernelMain finds out first, and asks for whatever differs.
namespace Kernel.Boot;

using Drivers;
using Drivers.Xen;
using Drivers.Xen.Hypercalls;
using Kernel.Diagnostics;
using Kernel.Interrupts;
using Kernel.Memory;
using Kernel.Process;

public abstract class Board
{
    /// <summary>Where the log goes and how the VM ends.</summary>
    public abstract HostLink Link { get; }

    /// <summary>Whoever answers the kernel's requests may need the processor that it runs on: waiting must not spin for long.</summary>
    public virtual bool SharesProcessor => false;

    /// <summary>Bytes of memory that are there at most, whatever the memory map says.</summary>
    public virtual ulong MemoryLimit => ulong.MaxValue;

    /// <summary>The same image runs on all; from here on there is a log.</summary>
    public static Board Find()
    {
        XenLeaves leaves = XenLeaves.Find();
        XenDomain? domain = leaves.IsPresent ? new XenDomain(leaves) : null;
        Board board = domain is { Refusal: XenRefusal.None } ? new XenBoard(domain) : new PcBoard();
        LogPort.Link = board.Link;
        if (domain is { Refusal: not XenRefusal.None })
        {
            var line = new Abi.TextBuilder(stackalloc byte[96]);
            line.Append("xen: not used: "u8);
            line.Append(XenRefusals.Text(domain.Refusal));
            Log.Write(LogLevel.Warning, line.Text);
        }

        return board;
    }

    /// <summary>Makes <see cref="Time.Clock"/> run.</summary>
    /// <param name="entryTimestamp">The TSC at the kernel's first instruction.</param>
    public abstract void StartClock(ulong entryTimestamp);

    /// <summary>Adds memory that the kernel needs and that the memory map calls reserved.</summary>
    public virtual void AddReadable(PhysicalRanges ranges)
    {
    }

    /// <summary>Sets the interrupt controllers up, with nothing coming through but what is asked for.</summary>
    public abstract void OpenInterrupts(InterruptTable interrupts);

    public abstract OneShotTimer MakeTimer(InterruptTable interrupts);

    public abstract Consoles OpenConsoles(Machine machine, CommandLine options);

    /// <summary>Looks for shares.</summary>
    public abstract void Probe(BootInformation boot, CommandLine options, Machine machine, DriverCatalog drivers);

    /// <summary>The app is about to run: from now on the host may ask for its end.</summary>
    public virtual void Listen(AppSession app)
    {
    }
}
