// The interrupt lines of devices without message-signalled interrupts: PCI INTx and virtio-mmio. Drivers connect at boot.
namespace Kernel.Interrupts;

using Kernel.Abi;

/// <summary>Several devices may be on a line; the first one routes it to a vector.</summary>
public sealed class InterruptLines
{
    private readonly LineController _best;
    private readonly LineController _fallback;
    private readonly SharedLine?[] _lines;
    private readonly int _devices;
    private int _count;

    /// <param name="best">Asked first.</param>
    /// <param name="fallback">For lines that the first one does not have.</param>
    /// <param name="devices">At most on all lines together.</param>
    public InterruptLines(LineController best, LineController fallback, int devices)
    {
        _best = best;
        _fallback = fallback;
        _devices = devices;
        _lines = new SharedLine?[devices];
    }

    /// <summary>Before the first <see cref="Connect"/>.</summary>
    public InterruptChoice Choice { get; set; }

    /// <summary>Interrupts that no device on the line owned up to.</summary>
    public int Unclaimed
    {
        get
        {
            int sum = 0;
            for (int i = 0; i < _count; i++)
            {
                sum += _lines[i]!.Unclaimed;
            }

            return sum;
        }
    }

    /// <summary>Calls <paramref name="handler"/> whenever the line is raised.</summary>
    /// <param name="number">Global interrupt number.</param>
    /// <returns>ENODEV when nothing routes such a line, ENOSPC when there are too many devices or no vector.</returns>
    public Errno Connect(int number, LineHandler handler)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_lines[i]!.Number == number)
            {
                return _lines[i]!.TryAdd(handler) ? Errno.None : Errno.ENOSPC;
            }
        }

        if (number < 0 || Choice == InterruptChoice.Polling)
        {
            return Errno.ENODEV;
        }

        if (_count == _lines.Length)
        {
            return Errno.ENOSPC;
        }

        Errno error = Choice == InterruptChoice.Pic ? Errno.ENODEV : Route(_best, number, handler);
        return error == Errno.ENODEV ? Route(_fallback, number, handler) : error;
    }

    private Errno Route(LineController controller, int number, LineHandler handler)
    {
        // The device is on it first: the line may be up already.
        var line = new SharedLine(controller, number, _devices);
        line.TryAdd(handler);
        Errno error = controller.Route(number, line);
        if (error == Errno.None)
        {
            _lines[_count++] = line;
        }

        return error;
    }
}
