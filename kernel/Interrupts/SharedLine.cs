// The devices on one interrupt line, each asked in turn when it is raised. InterruptLines makes one per line.
namespace Kernel.Interrupts;

internal sealed class SharedLine : InterruptHandler
{
    /// <summary>Interrupts in a row that no device owns up to before the line is masked: somebody without a driver holds it.</summary>
    public const int MostUnclaimed = 10_000;

    private readonly LineController _controller;
    private readonly LineHandler[] _handlers;
    private int _count;
    private int _unclaimedInARow;

    /// <param name="number">Global interrupt number.</param>
    /// <param name="capacity">Devices at most.</param>
    public SharedLine(LineController controller, int number, int capacity)
    {
        _controller = controller;
        Number = number;
        _handlers = new LineHandler[capacity];
    }

    /// <summary>Global interrupt number.</summary>
    public int Number { get; }

    /// <summary>Times that no device on the line had raised it.</summary>
    public int Unclaimed { get; private set; }

    public bool TryAdd(LineHandler handler)
    {
        if (_count == _handlers.Length)
        {
            return false;
        }

        _handlers[_count++] = handler;
        return true;
    }

    /// <summary>Level-triggered: a device that still holds the line interrupts again, so once around is enough.</summary>
    public override void Handle()
    {
        bool isClaimed = false, isStorm = false;
        for (int i = 0; i < _count; i++)
        {
            LineAnswer answer = _handlers[i].Handle();
            isClaimed |= answer != LineAnswer.NotMine;
            isStorm |= answer == LineAnswer.Storm;
        }

        Unclaimed += isClaimed ? 0 : 1;
        _unclaimedInARow = isClaimed ? 0 : _unclaimedInARow + 1;
        if (isStorm || _unclaimedInARow == MostUnclaimed)
        {
            // There is no end to its interrupts. The devices on it have to notice that theirs do not come.
            _controller.Mask(Number);
        }
    }
}
