// Asks .NET for everything about the process and the machine; prints what must be the same wherever it runs. Ends with
// exit code 3, or with the one that is its first argument.
using System.Diagnostics;
using System.Runtime.InteropServices;

Show("arguments", () => string.Join('|', Environment.GetCommandLineArgs()));
Show("variables", () => Environment.GetEnvironmentVariables().Count);
Show("FOO", () => Environment.GetEnvironmentVariable("FOO"));
Show("X", () =>
{
    Environment.SetEnvironmentVariable("X", "y");
    return Environment.GetEnvironmentVariable("X");
});
Show("path", () => Environment.ProcessPath);
Show("folder of the app", () => AppContext.BaseDirectory);
Show("working folder", () => Environment.CurrentDirectory);
Show("process", () => Environment.ProcessId > 0);
Show("processors", () => Environment.ProcessorCount is > 0 and <= 1024);
Show("system", () => Environment.OSVersion.Platform);
Show("description", () => RuntimeInformation.OSDescription.Length > 0);
Show("architecture", () => RuntimeInformation.ProcessArchitecture);
Show("identifier", () => RuntimeInformation.RuntimeIdentifier);
Show("framework", () => RuntimeInformation.FrameworkDescription);
Show("machine", () => Environment.MachineName.Length > 0);
Show("home", () => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
Show("privileged", () => Environment.IsPrivilegedProcess);

Show("year", () => DateTime.UtcNow.Year is > 2020 and < 2120);
Show("zone", () => TimeZoneInfo.Local.Id);
Show("ticks", () => Environment.TickCount64 >= 0);
Show("sleep", () =>
{
    var watch = Stopwatch.StartNew();
    Thread.Sleep(30);
    return watch.ElapsedMilliseconds is >= 29 and < 10_000;
});
Show("guid", () => Guid.NewGuid() != Guid.NewGuid());
Show("random", () => new Random().NextInt64() != new Random().NextInt64());
Show("memory", () => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 0);

using PosixSignalRegistration onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
Environment.ExitCode = 3;
if (args.Length > 0 && int.TryParse(args[0], out int code))
{
    Environment.Exit(code);
}

static void Show(string name, Func<object?> question)
{
    try
    {
        Console.WriteLine($"{name} = {question()}");
    }
    catch (Exception exception)
    {
        Console.WriteLine($"{name} throws {exception.GetType().Name}");
    }
}
