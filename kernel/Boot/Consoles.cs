// The devices behind the app's standard streams. The board makes them, devfs shows them.
namespace Kernel.Boot;

using Kernel.Process;
using Kernel.Time;
using Vfs.Device;
using Vfs.Terminals;

public sealed class Consoles
{
    private readonly LineDevice _line;

    public Consoles(LineDevice standard, CharacterDevice errors)
    {
        _line = standard;
        Standard = standard;
        Errors = errors;
    }

    /// <summary>Standard input and output.</summary>
    public CharacterDevice Standard { get; private set; }

    /// <summary>Standard error; goes the same way as <see cref="Standard"/> where there is only one.</summary>
    public CharacterDevice Errors { get; }

    /// <summary>Null when the streams are bytes and nobody types.</summary>
    public Terminal? Terminal { get; private set; }

    /// <summary>tty=: somebody sits at the other end of standard input and output, or of all three.</summary>
    public void OpenTerminal(Machine machine, CommandLine options)
    {
        if (options.TerminalColumns != 0)
        {
            Terminal = new Terminal(_line, machine.Queues.Create(), new SystemMonotonicClock(), options.TerminalColumns, options.TerminalRows);
            Standard = Terminal;
        }
    }
}
