// process [PROGRAM]: what .NET says about its own process, and what starting another one ends in.
using System.ComponentModel;
using System.Diagnostics;

using Process self = Process.GetCurrentProcess();
Console.WriteLine($"name {self.ProcessName}");
Console.WriteLine($"threads {self.Threads.Count > 0}");
Console.WriteLine($"started {(DateTime.Now - self.StartTime).TotalHours is > -1 and < 1}");
Console.WriteLine($"times {self.TotalProcessorTime.Ticks >= 0} {Environment.CpuUsage.TotalTime.Ticks >= 0}");
Console.WriteLine($"memory {self.WorkingSet64 > 0} {self.VirtualMemorySize64 > 0} {Environment.WorkingSet > 0}");
Console.WriteLine($"module {self.MainModule?.ModuleName}");
Console.WriteLine($"itself {Process.GetProcessById(Environment.ProcessId).Id == Environment.ProcessId}");
try
{
    var start = new ProcessStartInfo(args.Length > 0 ? args[0] : "/missing") { RedirectStandardOutput = true };
    using Process child = Process.Start(start)!;
    Console.Write(child.StandardOutput.ReadToEnd());
    child.WaitForExit();
    Console.WriteLine($"ended {child.ExitCode}");
}
catch (Win32Exception exception)
{
    Console.WriteLine($"not started {exception.NativeErrorCode}");
}
