// What a share may take of the machine when it is opened; ShareMounts decides it from RAM and mount options, each Share keeps to it.
namespace Drivers;

public struct ShareSizes
{
    /// <summary>Requests in flight at once, at most; the device may make it fewer.</summary>
    public int Requests;

    /// <summary>The largest message that ought to fit, in bytes.</summary>
    public int MessageSize;

    /// <summary>The user asked for that size: it is worth other things.</summary>
    public bool IsMessageSizeAsked;

    /// <summary>Bytes of rings that hold whole messages, at most.</summary>
    public ulong RingMemory;

    /// <summary>Shares that are opened in all, at least 1: what there is so many of is for all of them.</summary>
    public int Shares;
}
