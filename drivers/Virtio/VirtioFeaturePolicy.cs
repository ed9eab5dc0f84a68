// Decides which of the features that a device offers are accepted, or that the device cannot be used; NegotiatedDevice asks it.
namespace Drivers.Virtio;

public static class VirtioFeaturePolicy
{
    /// <param name="accepted">A subset of what is offered.</param>
    public static VirtioRefusal Choose(VirtioFeatures offered, bool isLegacy, out VirtioFeatures accepted)
    {
        accepted = VirtioFeatures.None;

        // A legacy device offers the trap as a matter of course; a modern one that does is broken.
        if (!isLegacy && (offered & VirtioFeatures.Bad) != 0)
        {
            return VirtioRefusal.FeatureTrap;
        }

        VirtioFeatures required = isLegacy ? VirtioFeatures.RequiredOfLegacy : VirtioFeatures.Required;
        if ((offered & required) != required)
        {
            return VirtioRefusal.FeatureMissing;
        }

        accepted = offered & (isLegacy ? VirtioFeatures.UnderstoodOfLegacy : VirtioFeatures.Understood);
        return VirtioRefusal.None;
    }
}
