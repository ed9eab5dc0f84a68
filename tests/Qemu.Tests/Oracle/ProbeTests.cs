// The C programs of tests/guests see the same in the guest as on Linux: results and errors of syscalls, one by one.
namespace Qemu.Tests.Oracle;

public sealed class ProbeTests
{
    [OracleTheory]
    [InlineData("hello")]
    [InlineData("hello-glibc")]
    [InlineData("hello-glibc-pie")]
    [InlineData("threads")]
    [InlineData("threads-glibc")]
    [InlineData("threads-glibc-pie")]
    [InlineData("advice")]
    [InlineData("memory")]
    [InlineData("limits")]
    [InlineData("memory-glibc")]
    [InlineData("memory-glibc-pie")]
    [InlineData("mapping")]
    [InlineData("mapfault")]
    [InlineData("sleeps")]
    [InlineData("memfile")]
    [InlineData("execute")]
    [InlineData("badpointer")]
    [InlineData("interruptreturn")]
    [InlineData("openflags")]
    [InlineData("descriptors")]
    [InlineData("seek")]
    [InlineData("transfers")]
    [InlineData("names")]
    [InlineData("metadata")]
    [InlineData("unknown")]
    [InlineData("clocks")]
    [InlineData("events")]
    [InlineData("epolls")]
    [InlineData("sockets")]
    [InlineData("lateclose")]
    [InlineData("signalfiles")]
    [InlineData("wildpointers")]
    [InlineData("watch")]
    [InlineData("signals")]
    [InlineData("signals-glibc")]
    [InlineData("faults")]
    [InlineData("interrupts")]
    [InlineData("timers")]
    [InlineData("vdso")]
    [InlineData("vdso-glibc")]
    [InlineData("futexes")]
    [InlineData("scheduling")]
    [InlineData("sharedfutex")]
    [InlineData("splices")]
    [InlineData("credentials")]
    [InlineData("folder", "1000")]
    [InlineData("exitcode", "77")]
    [InlineData("output", "100000")]
    public void SeesTheSameAsOnLinux(string program, params string[] arguments)
    {
        using var oracle = new LinuxOracle(share => share.With(program));
        oracle.AssertSame(["/" + program, .. arguments]);
    }

    [OracleFact]
    public void ArgumentsEnvironmentAndFolderArrive()
    {
        using var oracle = new LinuxOracle(share => System.IO.Directory.CreateDirectory(share.With("arguments")["some/where"]))
        {
            Environment = ["FIRST=1", "WITH SPACE=a b", "EMPTY=", "QUOTE=\"'\\$", "UMLAUT=äöü"],
            Folder = "/some/where",
        };
        oracle.AssertSame("/arguments", "", "two words", "--", "-x", "a=b", "\"\\", "line\nfeed", "grüße", "virtio_mmio.device=1");
    }

    [OracleFact]
    public void RelativePathOfTheAppStartsAtTheWorkingFolder()
    {
        using var oracle = new LinuxOracle(share => System.IO.File.Move(
            share.With("arguments")["arguments"], System.IO.Directory.CreateDirectory(share["sub"]).FullName + "/arguments"))
        {
            Folder = "/sub",
        };
        oracle.AssertSame("./arguments");
    }
}
