// From a path to a thread that is about to execute the program's first instruction; AppSession calls Start once.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Scheduling;
using Vfs;

/// <summary>execve(2) for the one process there is.</summary>
public sealed unsafe class Launch
{
    private readonly Process _process;
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;
    private readonly FileOperations _files;
    private readonly ProgramStart _start;

    public Launch(Process process, Scheduler scheduler, ThreadTable threads, FileOperations files, ProgramStart start)
    {
        _process = process;
        _scheduler = scheduler;
        _threads = threads;
        _files = files;
        _start = start;
    }

    public LaunchError Error => _start.Source.Error;

    /// <summary>Loads the program and makes its first thread ready. Allocates the start image, so it belongs before the heap is sealed.</summary>
    /// <param name="arguments">argv; the first one need not be the path.</param>
    /// <returns>0, or the exit status for what <see cref="Error"/> says.</returns>
    public int Start(ReadOnlySpan<byte> path, ArgumentList arguments, ArgumentList environment, ReadOnlySpan<byte> workingDirectory)
    {
        int failure = EnterDirectory(workingDirectory);
        if (failure != 0)
        {
            return failure;
        }

        _process.Arguments = arguments;
        _process.Environment = environment;
        if (_start.Source.Open(_process.Context, path, arguments) != Errno.None)
        {
            return Error.ExitStatus;
        }

        byte[] stack = new byte[UserStack.Measure(arguments, environment, path)];
        Result<ulong> entry = _start.Map(path, arguments, environment, stack, out ulong stackPointer);
        _start.Source.Close();
        Result<Thread> thread = entry.IsError ? entry.Error : _threads.Take();
        if (thread.IsError)
        {
            return Error.Set(thread.Error, path);
        }

        Thread first = thread.Value;
        first.Frame->Rip = entry.Value;
        first.Frame->Rsp = stackPointer;
        first.SetName(path.Slice(path.LastIndexOf((byte)'/') + 1));
        _scheduler.OpenTimer();
        _process.AddThread(first, signalMask: 0);
        _scheduler.Start(first);
        return 0;
    }

    private int EnterDirectory(ReadOnlySpan<byte> path)
    {
        Errno error = _files.ChangeDirectory(_process.Context, path);
        return error switch
        {
            Errno.None => 0,
            Errno.ENOENT => Error.Set(LaunchError.System, path, "the working directory does not exist"u8),
            _ => Error.Set(LaunchError.System, path, "cannot be the working directory"u8),
        };
    }
}
