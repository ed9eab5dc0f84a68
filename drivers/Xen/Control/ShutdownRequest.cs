// What the toolstack wants of the domain.
namespace Drivers.Xen.Control;

public enum ShutdownRequest : byte
{
    None,
    PowerOff,
    Reboot,

    /// <summary>xl save, xl migrate.</summary>
    Suspend,
    Unknown,
}
