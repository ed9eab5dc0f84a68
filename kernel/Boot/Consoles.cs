// The devices behind the app's standard streams. The board makes them, devfs shows them.
namespace Kernel.Boot;

using Vfs.Device;

public sealed class Consoles
{
    public Consoles(CharacterDevice standard, CharacterDevice errors)
    {
        Standard = standard;
        Errors = errors;
    }

    /// <summary>Standard input and output.</summary>
    public CharacterDevice Standard { get; }

    /// <summary>Standard error; goes the same way as <see cref="Standard"/> where there is only one.</summary>
    public CharacterDevice Errors { get; }
}
