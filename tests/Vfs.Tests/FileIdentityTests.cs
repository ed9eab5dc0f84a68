// What mode bits say to owner, group, others and to who has capabilities (path_resolution(7)).
namespace Vfs.Tests;

using Kernel.Abi;
using Xunit;

public sealed class FileIdentityTests
{
    private const uint Owner = 1000, Group = 50;

    [Theory]
    [InlineData(0x180u, Owner, 1u, AccessMode.Read | AccessMode.Write, Errno.None)]
    [InlineData(0x180u, Owner, 1u, AccessMode.Execute, Errno.EACCES)]
    [InlineData(0x180u, 1001u, Group, AccessMode.Read, Errno.EACCES)]
    [InlineData(0x030u, 1001u, Group, AccessMode.Read | AccessMode.Write, Errno.None)]
    [InlineData(0x030u, Owner, Group, AccessMode.Read, Errno.EACCES)] // the first class that matches decides
    [InlineData(0x004u, 1001u, 1u, AccessMode.Read, Errno.None)]
    [InlineData(0x004u, 1001u, 1u, AccessMode.Write, Errno.EACCES)]
    public void TheFirstClassThatMatchesDecides(uint mode, uint uid, uint gid, AccessMode wanted, Errno expected) =>
        Assert.Equal(expected, new FileIdentity(uid, gid, default, false, false).Check(File(mode), wanted));

    [Fact]
    public void SupplementaryGroupsCount() =>
        Assert.Equal(Errno.None, new FileIdentity(1, 1, [7, Group], false, false).Check(File(0x020), AccessMode.Read));

    [Theory]
    [InlineData(0u, AccessMode.Read | AccessMode.Write, Errno.None)]
    [InlineData(0u, AccessMode.Execute, Errno.EACCES)]
    [InlineData(1u, AccessMode.Execute, Errno.None)]
    public void OverridingStopsAtWhatNobodyMayExecute(uint mode, AccessMode wanted, Errno expected) =>
        Assert.Equal(expected, new FileIdentity(0, 0, default, overrides: true, readsAll: true).Check(File(mode), wanted));

    [Theory]
    [InlineData(AccessMode.Read, Errno.None)]
    [InlineData(AccessMode.Write, Errno.EACCES)]
    public void ReadingAllIsNotWriting(AccessMode wanted, Errno expected) =>
        Assert.Equal(expected, new FileIdentity(1, 1, default, false, readsAll: true).Check(File(0), wanted));

    private static Attributes File(uint mode) => new() { Mode = FileMode.TypeBits(FileType.Regular) | mode, Uid = Owner, Gid = Group };
}
