// One port of the domain. XenEventChannels makes them and calls their handlers.
namespace Drivers.Xen.Hypercalls;

using Kernel.Interrupts;

public sealed class XenEventChannel : EventChannel
{
    private readonly XenEventChannels _channels;
    private bool _isClosed;

    internal XenEventChannel(XenEventChannels channels, uint port, InterruptHandler handler)
    {
        _channels = channels;
        Port = port;
        Handler = handler;
    }

    public override uint Port { get; }

    public override bool IsConnected => !_isClosed && XenEventChannels.IsConnected(Port);

    internal InterruptHandler Handler { get; }

    public override void Notify() => XenEventChannels.Send(Port);

    public override void Unmask()
    {
        if (!_channels.Words.TryUnmask(Port))
        {
            XenEventChannels.Unmask(Port);
        }
    }

    public override void Mask() => _channels.Words.Mask(Port);

    public override void Forget() => _channels.Words.ClearPending(Port);

    public override void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            Mask();
            _channels.Remove(Port);
        }
    }

    /// <summary>Forgets an event that has come: <see cref="Wait"/> waits for one from now on.</summary>
    internal void BeginWait() => _channels.Words.ClearPending(Port);

    /// <summary>
    /// Sleeps, whatever the interrupt flag, until an event comes or some time has passed; for the log and for the end, where no thread
    /// can wait.
    /// </summary>
    /// <param name="deadline">In nanoseconds since Xen's start.</param>
    internal void Wait(ulong deadline) => XenScheduler.Poll(Port, deadline);

    /// <summary>Calls the handler as if an event had come: after a <see cref="Wait"/> that may have used one up.</summary>
    internal void Raise() => _channels.Raise(Port);
}
