// Listens to what the toolstack asks of the domain while the app runs: xl shutdown, xl reboot, xl save. XenBoard opens it.
namespace Drivers.Xen.Control;

using Drivers.Xen.Store;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Interrupts;

/// <summary>Called by the store's interrupt; its calls to the store wait without a switch of threads, as they all do.</summary>
public sealed class DomainControl : InterruptHandler
{
    private readonly StoreClient _store;
    private readonly AppEnd _end;
    private readonly ShutdownNode _node = new();
    private StoreWatch? _watch;

    public DomainControl(StoreClient store, AppEnd end)
    {
        _store = store;
        _end = end;
    }

    /// <summary>Says what the domain can do, and listens from now on; what was asked before counts too.</summary>
    public void Open()
    {
        _store.Write("control/feature-poweroff"u8, "1"u8);
        _store.Write("control/feature-reboot"u8, "1"u8);
        _store.Listener = this;
        Result<StoreWatch> watch = _store.Watch(ShutdownNode.Path);
        if (watch.IsError)
        {
            Log.Write(LogLevel.Warning, "xen: requests to shut down are not heard, errno "u8, (ulong)watch.Error);
            return;
        }

        _watch = watch.Value;
    }

    public override void Handle()
    {
        // Mostly there is nothing: our own answer is an event too, and so is the watch's beginning.
        if (_watch is null || !_watch.TakeChange() || ShutdownNode.Read(_store) == ShutdownRequest.None)
        {
            return;
        }

        if (_store.Update(_node) == Errno.None)
        {
            Serve(_node.Request);
        }
    }

    private void Serve(ShutdownRequest request)
    {
        switch (request)
        {
            case ShutdownRequest.PowerOff:
                Log.Write(LogLevel.Information, "xen: asked to power off"u8);
                _end.Ask(isReboot: false);
                break;
            case ShutdownRequest.Reboot:
                Log.Write(LogLevel.Information, "xen: asked to reboot"u8);
                _end.Ask(isReboot: true);
                break;
            case ShutdownRequest.Suspend:
                Log.Write(LogLevel.Warning, "xen: this domain cannot be suspended, saved or migrated: refused"u8);
                break;
            case ShutdownRequest.Unknown:
                Log.Write(LogLevel.Warning, "xen: control/shutdown asks for something unknown: ignored"u8);
                break;
        }
    }
}
