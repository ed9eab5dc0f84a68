// What the domain does when somebody outside asks for its end. DomainControl calls it; the kernel sends the app a signal.
namespace Drivers.Xen.Control;

public abstract class AppEnd
{
    /// <summary>Called with interrupts' handlers on the stack: it must not sleep.</summary>
    /// <param name="isReboot">The toolstack wants to start the domain again.</param>
    public abstract void Ask(bool isReboot);
}
