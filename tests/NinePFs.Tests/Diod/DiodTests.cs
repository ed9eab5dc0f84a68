// The client against a server that others wrote: diod over TCP, on a real directory.
namespace NinePFs.Tests.Diod;

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using global::Tests.Shared;
using global::Tests.Shared.Conformance;
using NinePFs.Tests.Transports;
using Vfs;
using Xunit;

public sealed class DiodTests
{
    /// <summary>
    /// What diod 1.0 cannot do: its fids are paths, so Tgetattr on a removed open file and anything below a renamed
    /// directory is ENOENT there.
    /// </summary>
    private static readonly HashSet<string> s_differs =
    [
        nameof(FileSystemConformance.RemovedFileLivesOnWhileItIsOpen),
        nameof(FileSystemConformance.OpenFileAndWorkingDirectoryFollowARename),
    ];

    [DiodFact]
    public void FileWrittenHereIsOnTheHostAndTheOtherWayRound()
    {
        using var server = new DiodServer();
        NinePFileSystem fileSystem = server.Mount(out SocketTransport transport);
        using (transport)
        {
            var os = new TestSystem(fileSystem);
            os.WriteFile("/from-guest", "hello");
            Assert.Equal("hello", File.ReadAllText(Path.Combine(server.Directory, "from-guest")));
            byte[] bytes = Enumerable.Range(0, 1_000_000).Select(n => (byte)(n * 31 ^ n >> 9)).ToArray();
            File.WriteAllBytes(Path.Combine(server.Directory, "from-host"), bytes);
            OpenFile file = os.Open("/from-host");
            Assert.Equal(bytes, TestSystem.Read(file, 2_000_000));
            file.Release();
            os.Shutdown();
            AssertNothingIsHeld(fileSystem);
        }
    }

    [DiodFact]
    public void ThousandEntriesAreListed()
    {
        using var server = new DiodServer();
        for (int index = 0; index < 1000; index++)
        {
            File.WriteAllText(Path.Combine(server.Directory, $"file-{index:D4}"), "");
        }

        NinePFileSystem fileSystem = server.Mount(out SocketTransport transport);
        using (transport)
        {
            var os = new TestSystem(fileSystem);
            Assert.Equal(1000, os.List("/").Count);
            os.Shutdown();
            AssertNothingIsHeld(fileSystem);
        }
    }

    /// <summary>The whole conformance suite, a fresh directory and session for each of its tests.</summary>
    [DiodFact]
    public void ConformanceSuitePasses()
    {
        using var server = new DiodServer();
        var failures = new List<string>();
        int count = 0;
        foreach (MethodInfo test in typeof(FileSystemConformance).GetMethods())
        {
            foreach (object?[] arguments in ArgumentsOf(test))
            {
                string name = $"{test.Name}({string.Join(", ", arguments)})";
                count++;
                if (!s_differs.Contains(test.Name))
                {
                    Run(server, test, arguments, name, failures);
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.InRange(count, 80, 1000);
    }

    private static void Run(DiodServer server, MethodInfo test, object?[] arguments, string name, List<string> failures)
    {
        server.Clear();
        var suite = new Suite(server);
        string failure = FailureOf(() => test.Invoke(suite, arguments));
        string leak = FailureOf(suite.Dispose);
        if (failure.Length + leak.Length != 0)
        {
            failures.Add($"{name}: {(failure.Length != 0 ? failure : leak)}");
        }
    }

    private static string FailureOf(Action action)
    {
        try
        {
            action();
            return "";
        }
        catch (Exception exception)
        {
            return (exception.InnerException ?? exception).ToString();
        }
    }

    private static IEnumerable<object?[]> ArgumentsOf(MethodInfo test)
    {
        if (test.GetCustomAttribute<TheoryAttribute>() is not null)
        {
            return test.GetCustomAttributes<InlineDataAttribute>().Select(data => data.GetData(test).Single());
        }

        return test.GetCustomAttribute<FactAttribute>() is null ? [] : [[]];
    }

    private static void AssertNothingIsHeld(NinePFileSystem fileSystem)
    {
        Assert.Equal(0, fileSystem.Requests.InUse);
        Assert.Equal(0, fileSystem.Fids.InUse);
        Assert.Equal(0, fileSystem.Nodes.InUse);
        Assert.Equal(0, fileSystem.Requests.ProtocolErrors);
        Assert.Equal(0, fileSystem.Fids.FailedClunks);
    }

    /// <summary>Not a test class of its own: xunit cannot skip inherited facts.</summary>
    private sealed class Suite(DiodServer server) : FileSystemConformance
    {
        private NinePFileSystem? _fileSystem;
        private SocketTransport? _transport;

        protected override FileSystem CreateFileSystem() => _fileSystem = server.Mount(out _transport);

        protected override void AssertNothingIsHeld()
        {
            _transport?.Dispose();
            if (_fileSystem is not null)
            {
                DiodTests.AssertNothingIsHeld(_fileSystem);
            }
        }
    }
}
