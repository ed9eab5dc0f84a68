// What makes two runs of a program the same: stdout, exit code and the folder they leave. Used by LinuxOracle and HostOracle.
namespace Qemu.Tests.Oracle;

using Qemu.Tests.Running;

internal static class Comparison
{
    public static void AssertSame(Outcome native, string nativeFolder, Outcome guest, string guestFolder)
    {
        // The first difference in a long text is easier to find in lines.
        Assert.True(guest.OutputText == native.OutputText, Difference.Between(native.OutputText, guest.OutputText) + guest.ErrorText);
        Assert.True(guest.ExitCode == native.ExitCode, $"exit code {guest.ExitCode} instead of {native.ExitCode}\n{guest}");
        string nativeTree = FolderListing.Of(nativeFolder);
        string guestTree = FolderListing.Of(guestFolder);
        Assert.True(guestTree == nativeTree, "the folder: " + Difference.Between(nativeTree, guestTree));
        Statistics.Of(guest).AssertNothingIsLeft();
    }
}
