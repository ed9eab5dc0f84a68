// The two ways from an interrupt line to a vector; InterruptLines tries them in turn, the tests have their own.
namespace Kernel.Interrupts;

using Kernel.Abi;

public abstract class LineController
{
    /// <summary>Lets the line interrupt, level-triggered, and calls <paramref name="handler"/> then.</summary>
    /// <param name="number">Global interrupt number.</param>
    /// <returns>ENODEV when this controller has no such line, ENOSPC when there is no vector left.</returns>
    public abstract Errno Route(int number, InterruptHandler handler);

    public abstract void Mask(int number);
}
