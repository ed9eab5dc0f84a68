// What a driver implements to be called when an interrupt line is raised that other devices may share; SharedLine calls it.
namespace Kernel.Interrupts;

/// <summary>As for an <see cref="InterruptHandler"/>: it runs with interrupts off and never sleeps.</summary>
public abstract class LineHandler
{
    /// <summary>Makes the device let go of the line if it holds it.</summary>
    public abstract LineAnswer Handle();
}

/// <summary>What a device has to do with an interrupt of its line.</summary>
public enum LineAnswer : byte
{
    /// <summary>It did not raise the line.</summary>
    NotMine,

    Mine,

    /// <summary>It raises the line without end and for nothing: the line has to be silenced.</summary>
    Storm,
}
