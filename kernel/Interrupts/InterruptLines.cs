// The interrupt lines of devices without message-signalled interrupts: PCI INTx and virtio-mmio. Drivers connect at boot.
namespace Kernel.Interrupts;

using Kernel.Abi;

/// <summary>Several devices may be on a line; the first one routes it to a vector.</summary>
public sealed class InterruptLines
{
    private readonly InterruptTable _table;
    private readonly SharedLine?[] _lines;
    private readonly int _devices;
    private int _count;

    /// <param name="table">Where each line gets its vector.</param>
    /// <param name="devices">At most on all lines together.</param>
    public InterruptLines(InterruptTable table, int devices)
    {
        _table = table;
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

        if (_count == _lines.Length)
        {
            return Errno.ENOSPC;
        }

        if (Choice == InterruptChoice.Polling)
        {
            return Errno.ENODEV;
        }

        var line = new SharedLine(number, _devices);
        line.TryAdd(handler);
        Errno error = Choice == InterruptChoice.Pic ? Errno.ENODEV : RouteToIoApic(number, line);
        if (error == Errno.ENODEV)
        {
            error = RouteToPic(number, line);
        }

        if (error == Errno.None)
        {
            _lines[_count++] = line;
        }

        return error;
    }

    private Errno RouteToIoApic(int number, SharedLine line)
    {
        // Asked first: a vector is for good.
        if (number >= IoApic.LineCount)
        {
            return Errno.ENODEV;
        }

        Result<byte> vector = _table.Allocate(line);
        return vector.IsError ? vector.Error : IoApic.Route(number, vector.Value, InterruptTrigger.Level);
    }

    private Errno RouteToPic(int number, SharedLine line)
    {
        Errno error = LegacyPic.Route(number);
        if (error == Errno.None)
        {
            _table.SetLegacy(number, line);
        }

        return error;
    }
}
