// What comes back for one request: the bytes, and how many of them the device says there are.
namespace NinePFs.Tests.Transports;

/// <param name="Bytes">The reply; null when there is none and the request fails.</param>
/// <param name="Claimed">The device's word on the length; null for the truth.</param>
public sealed record Delivery(byte[]? Bytes, int? Claimed = null)
{
    public static readonly Delivery Lost = new((byte[]?)null);

    /// <summary>The server never says anything.</summary>
    public static readonly Delivery Silence = new((byte[]?)null);
}
