// One doorbell between two domains: rings the other's, and is rung. EventChannels makes them; rings and the store client own one each.
namespace Drivers.Xen;

/// <summary>A new channel is unmasked. Events are edges without a count: after one comes, look until there is nothing left.</summary>
public abstract class EventChannel
{
    /// <summary>The number that this domain knows it by, for the store.</summary>
    public abstract uint Port { get; }

    /// <summary>Whether the other side is bound to it: false until it has connected, and again once it has closed its end or died.</summary>
    public abstract bool IsConnected { get; }

    /// <summary>Rings the other side. Nothing happens when nobody is there.</summary>
    public abstract void Notify();

    /// <summary>Lets events call the handler. One that came while it was masked calls it now.</summary>
    public abstract void Unmask();

    /// <summary>Events are remembered but call nobody.</summary>
    public abstract void Mask();

    /// <summary>An event that has come and called nobody yet never will: for one who looks for himself after this.</summary>
    public virtual void Forget()
    {
    }

    /// <summary>Gives the port back; nothing may be called afterwards. A second time is harmless.</summary>
    public abstract void Close();
}
