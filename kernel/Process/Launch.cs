// From a path to a thread that is about to execute the program's first instruction; KernelMain calls Start once.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Memory;
using Kernel.Scheduling;
using Vfs;
using Vfs.Device;

/// <summary>execve(2) for the one process there is.</summary>
public sealed unsafe class Launch
{
    private const int SignalFrameRoom = 1024;

    private readonly Process _process;
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;
    private readonly FileOperations _files;
    private readonly EntropySource _random;
    private readonly ElfLoader _loader;
    private readonly ProgramSource _source;
    private readonly int _extendedStateSize;

    /// <param name="extendedStateSize">Bytes of <see cref="ExtendedState"/>, for AT_MINSIGSTKSZ.</param>
    public Launch(
        Process process, Scheduler scheduler, ThreadTable threads, FileOperations files, EntropySource random, ElfLoader loader, int extendedStateSize)
    {
        _process = process;
        _scheduler = scheduler;
        _threads = threads;
        _files = files;
        _random = random;
        _loader = loader;
        _source = new ProgramSource(files, loader);
        _extendedStateSize = extendedStateSize;
    }

    public LaunchError Error => _source.Error;

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

        if (_source.Open(_process.Context, path, arguments) != Errno.None)
        {
            return Error.ExitStatus;
        }

        Result<ulong> entry = Load(path, out AuxiliaryVector auxiliary);
        _source.Close();
        if (entry.IsError)
        {
            return Error.Set(entry.Error, path);
        }

        Result<ulong> stack = BuildStack(arguments, environment, in auxiliary, path);
        Result<Thread> thread = stack.IsError ? stack.Error : _threads.Take();
        if (thread.IsError)
        {
            return Error.Set(thread.Error, path);
        }

        Thread first = thread.Value;
        first.Frame->Rip = entry.Value;
        first.Frame->Rsp = stack.Value;
        _process.Program.StackPointer = stack.Value;
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

    /// <summary>Maps the program and its interpreter.</summary>
    /// <returns>The address of the first instruction, the interpreter's if there is one.</returns>
    private Result<ulong> Load(ReadOnlySpan<byte> path, out AuxiliaryVector auxiliary)
    {
        auxiliary = default;
        ElfImage image = _source.ProgramImage;
        Result<ulong> bias = _loader.Load(_source.Program!, image);
        if (bias.IsError)
        {
            return bias;
        }

        _process.Program.Name(path, _source.Program!.Dentry);
        _process.Program.Place(image, bias.Value);
        auxiliary.Entry = image.Entry + bias.Value;
        auxiliary.ProgramHeaders = image.ProgramHeadersAddress + bias.Value;
        auxiliary.ProgramHeaderCount = (ulong)image.ProgramHeaderCount;
        auxiliary.Uid = _process.Credentials.Uid;
        auxiliary.Gid = _process.Credentials.Gid;
        auxiliary.HardwareCapabilities = Cpuid.Query(1).Edx;
        auxiliary.Vdso = _process.Vdso.Map();
        auxiliary.MinimumSignalStack = (ulong)(SignalFrameRoom + _extendedStateSize);
        if (_source.Interpreter == null)
        {
            return auxiliary.Entry;
        }

        bias = _loader.LoadInterpreter(_source.Interpreter, _source.InterpreterImage);
        auxiliary.InterpreterBase = bias.Value;
        return bias.IsError ? bias : _source.InterpreterImage.Entry + bias.Value;
    }

    private Result<ulong> BuildStack(ArgumentList arguments, ArgumentList environment, in AuxiliaryVector auxiliary, ReadOnlySpan<byte> path)
    {
        Result<ulong> top = _process.AddressSpace.MapStack(ResourceLimits.StackBytes);
        if (top.IsError)
        {
            return top;
        }

        if (_source.ProgramImage.IsStackExecutable)
        {
            _process.AddressSpace.Protect(top.Value - ResourceLimits.StackBytes, ResourceLimits.StackBytes, Protection.All);
        }

        Span<byte> random = stackalloc byte[16];
        _random.Fill(random);
        byte[] image = new byte[UserStack.Measure(arguments, environment, path)];
        Result<ulong> stackPointer = new UserStack(image, top.Value).Build(arguments, environment, in auxiliary, path, random);
        if (!stackPointer.IsError)
        {
            Errno error = _process.Memory.CopyOut(top.Value - (ulong)image.Length, image);
            return error != Errno.None ? error : stackPointer;
        }

        return stackPointer;
    }
}
