// Memory for the bytes of one 9P message, reachable by a device; a transport makes them at boot, requests own them.
namespace NinePFs;

using System;

/// <summary>A fixed run of device-contiguous bytes.</summary>
public abstract class MessageBuffer
{
    public abstract Span<byte> Bytes { get; }

    /// <summary>Guest-physical address of the first byte; in the host tests an offset into the fake device's memory.</summary>
    public abstract ulong Address { get; }
}
