// What every file system must do, through the VFS as an app sees it: ramfs runs this, and 9P over an in-process server.
namespace Tests.Shared.Conformance;

using System;
using Kernel.Abi;
using Vfs;
using Xunit;

/// <summary>
/// Derive, make an empty writable file system, and every test here runs on it. After each test all descriptors, dentries
/// and locks must be back; the deriving class adds its own pools in <see cref="AssertNothingIsHeld"/>.
/// </summary>
public abstract partial class FileSystemConformance : IDisposable
{
    private TestSystem? _system;

    /// <summary>The system over <see cref="CreateFileSystem"/>, made at the first use.</summary>
    protected TestSystem Os => _system ??= new TestSystem(CreateFileSystem());

    /// <summary>An empty, writable file system; called once per test.</summary>
    protected abstract FileSystem CreateFileSystem();

    /// <summary>Called after everything was closed and unmounted: fids, tags, nodes must be back.</summary>
    protected virtual void AssertNothingIsHeld()
    {
    }

    public void Dispose()
    {
        _system?.Shutdown();
        AssertNothingIsHeld();
        GC.SuppressFinalize(this);
    }

    protected static void AssertErrno(Errno expected, Errno actual) => Assert.Equal(expected, actual);

    protected static string Repeat(char character, int count) => new(character, count);
}
