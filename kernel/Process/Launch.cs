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
    private const uint AnyExecuteBit = 0x49;
    private const int SignalFrameRoom = 1024;

    private readonly Process _process;
    private readonly Scheduler _scheduler;
    private readonly ThreadTable _threads;
    private readonly FileOperations _files;
    private readonly EntropySource _random;
    private readonly ElfLoader _loader;
    private readonly ElfImage _image = new();
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
        _extendedStateSize = extendedStateSize;
    }

    public LaunchError Error { get; } = new();

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

        Result<OpenFile> file = _files.Open(_process.Context, null, path, OpenFlags.ReadOnly, 0);
        if (file.IsError)
        {
            return Error.Set(file.Error, path);
        }

        failure = Load(file.Value, path, out AuxiliaryVector auxiliary);
        file.Value.Release();
        if (failure != 0)
        {
            return failure;
        }

        Result<ulong> stack = BuildStack(arguments, environment, in auxiliary, path);
        Result<Thread> thread = stack.IsError ? stack.Error : _threads.Take();
        if (thread.IsError)
        {
            return Error.Set(thread.Error, path);
        }

        Thread first = thread.Value;
        first.Frame->Rip = auxiliary.Entry;
        first.Frame->Rsp = stack.Value;
        _process.Program.StackPointer = stack.Value;
        first.SetName(path.Slice(path.LastIndexOf((byte)'/') + 1));
        _scheduler.OpenTimer();
        _process.AddThread();
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

    private int Load(OpenFile file, ReadOnlySpan<byte> path, out AuxiliaryVector auxiliary)
    {
        auxiliary = default;
        Errno error = file.Node.GetAttributes(file, out Attributes attributes);
        if (error != Errno.None)
        {
            return Error.Set(error, path);
        }

        FileType type = FileMode.TypeOf(attributes.Mode);
        if (type != FileType.Regular)
        {
            return Error.Set(LaunchError.CannotExecute, path, type == FileType.Directory ? "is a directory"u8 : "not a regular file"u8);
        }

        if ((attributes.Mode & AnyExecuteBit) == 0)
        {
            return Error.Set(LaunchError.CannotExecute, path, "permission denied (no execute bit in its mode)"u8);
        }

        error = _loader.ReadHeaders(file, attributes.Size, _image, out ElfProblem problem);
        if (problem != ElfProblem.None)
        {
            return Error.Set(LaunchError.CannotExecute, path, ElfProblemText.Of(problem));
        }

        Result<ulong> bias = error != Errno.None ? error : _loader.Load(file, _image);
        if (bias.IsError)
        {
            return Error.Set(bias.Error, path);
        }

        _process.Program.Name(path, file.Dentry);
        _process.Program.Place(_image, bias.Value);
        auxiliary.Entry = _image.Entry + bias.Value;
        auxiliary.ProgramHeaders = _image.ProgramHeadersAddress + bias.Value;
        auxiliary.ProgramHeaderCount = (ulong)_image.ProgramHeaderCount;
        auxiliary.Uid = _process.Credentials.Uid;
        auxiliary.Gid = _process.Credentials.Gid;
        auxiliary.HardwareCapabilities = Cpuid.Query(1).Edx;
        auxiliary.MinimumSignalStack = (ulong)(SignalFrameRoom + _extendedStateSize);
        return 0;
    }

    private Result<ulong> BuildStack(ArgumentList arguments, ArgumentList environment, in AuxiliaryVector auxiliary, ReadOnlySpan<byte> path)
    {
        Result<ulong> top = _process.AddressSpace.MapStack(ResourceLimits.StackBytes);
        if (top.IsError)
        {
            return top;
        }

        if (_image.IsStackExecutable)
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
