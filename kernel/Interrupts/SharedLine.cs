// The devices on one interrupt line, each asked in turn when it is raised. InterruptLines makes one per line.
namespace Kernel.Interrupts;

internal sealed class SharedLine : InterruptHandler
{
    private readonly LineHandler[] _handlers;
    private int _count;

    public SharedLine(int number, int capacity)
    {
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
        bool isClaimed = false;
        for (int i = 0; i < _count; i++)
        {
            isClaimed |= _handlers[i].Handle();
        }

        Unclaimed += isClaimed ? 0 : 1;
    }
}
