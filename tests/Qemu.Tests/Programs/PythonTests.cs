// CPython's own tests of files, run by the host's python3 in a folder of the share: as many pass as on Linux.
namespace Qemu.Tests.Programs;

using System.IO;
using Qemu.Tests.Oracle;

public sealed class PythonTests
{
    // Leaves out the tests named behind the module; the last line says what failed.
    private const string Script = """
        import sys, unittest
        module, *without = sys.argv[1:]
        def tests(suite):
            for item in suite:
                if isinstance(item, unittest.TestSuite):
                    yield from tests(item)
                elif not any(item.id().endswith('.' + name) for name in without):
                    yield item
        loaded = unittest.defaultTestLoader.loadTestsFromName('test.' + module)
        result = unittest.TextTestRunner(verbosity=0).run(unittest.TestSuite(tests(loaded)))
        print(module, result.testsRun, sorted(test.id() for test, _ in result.failures + result.errors))
        """;

    /// <param name="words">The module, and tests that make a fifo or a socket on the share: QEMU's 9P server refuses both.</param>
    [OracleTheory]
    [InlineData("test_genericpath")]
    [InlineData("test_glob")]
    [InlineData("test_dbm_dumb")]
    [InlineData("test_file")]
    [InlineData("test_fileio")]
    [InlineData("test_stat", "test_fifo", "test_socket")]
    [InlineData("test_mmap")]
    [InlineData("test_pathlib", "test_is_fifo_true", "test_is_socket_true")]
    public void FileTestsOfCPythonPass(params string[] words)
    {
        using var oracle = new HostOracle(folder => File.WriteAllText(Path.Combine(folder, "run.py"), Script)) { TimeoutSeconds = 180 };
        oracle.AssertSame(["/usr/bin/python3", "-B", "/tmp/run.py", .. words]);
    }
}
