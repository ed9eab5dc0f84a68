// Puts a program into the empty address space, with its stack, and says where it begins. Launch does this at boot, Replacement for execve(2).
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Memory;
using Vfs;
using Vfs.Device;

public sealed class ProgramStart
{
    private const int SignalFrameRoom = 1024;

    private readonly Process _process;
    private readonly EntropySource _random;
    private readonly ElfLoader _loader;
    private readonly int _extendedStateSize;

    /// <param name="extendedStateSize">Bytes of the registers that XSAVE keeps, for AT_MINSIGSTKSZ.</param>
    public ProgramStart(Process process, FileOperations files, EntropySource random, ElfLoader loader, int extendedStateSize)
    {
        _process = process;
        _random = random;
        _loader = loader;
        _extendedStateSize = extendedStateSize;
        Source = new ProgramSource(files, loader);
    }

    /// <summary>The program's files; opened by the caller before anything is mapped, closed by it afterwards.</summary>
    public ProgramSource Source { get; }

    /// <summary>Maps the program and its interpreter, and builds the stack.</summary>
    /// <param name="stackImage">Room for <see cref="UserStack.Measure"/> bytes.</param>
    /// <param name="stackPointer">RSP at the first instruction.</param>
    /// <returns>The address of the first instruction, the interpreter's if there is one.</returns>
    public Result<ulong> Map(ReadOnlySpan<byte> path, ArgumentList arguments, ArgumentList environment, Span<byte> stackImage, out ulong stackPointer)
    {
        stackPointer = 0;
        Result<ulong> entry = Load(path, out AuxiliaryVector auxiliary);
        if (entry.IsError)
        {
            return entry;
        }

        Result<ulong> stack = BuildStack(arguments, environment, in auxiliary, path, stackImage);
        if (stack.IsError)
        {
            return stack;
        }

        stackPointer = stack.Value;
        _process.Program.StackPointer = stackPointer;
        return entry;
    }

    private Result<ulong> Load(ReadOnlySpan<byte> path, out AuxiliaryVector auxiliary)
    {
        auxiliary = default;
        ElfImage image = Source.ProgramImage;
        Result<ulong> bias = _loader.Load(Source.Program!, image);
        if (bias.IsError)
        {
            return bias;
        }

        _process.Program.Name(path, Source.Program!.Dentry);
        _process.Program.Place(image, bias.Value);
        auxiliary.Entry = image.Entry + bias.Value;
        auxiliary.ProgramHeaders = image.ProgramHeadersAddress + bias.Value;
        auxiliary.ProgramHeaderCount = (ulong)image.ProgramHeaderCount;
        auxiliary.Uid = _process.Credentials.Uid;
        auxiliary.Gid = _process.Credentials.Gid;
        auxiliary.HardwareCapabilities = Cpuid.Query(1).Edx;
        auxiliary.Vdso = _process.Vdso.Map();
        auxiliary.MinimumSignalStack = (ulong)(SignalFrameRoom + _extendedStateSize);
        if (Source.Interpreter == null)
        {
            return auxiliary.Entry;
        }

        bias = _loader.LoadInterpreter(Source.Interpreter, Source.InterpreterImage);
        auxiliary.InterpreterBase = bias.Value;
        return bias.IsError ? bias : Source.InterpreterImage.Entry + bias.Value;
    }

    private Result<ulong> BuildStack(
        ArgumentList arguments, ArgumentList environment, in AuxiliaryVector auxiliary, ReadOnlySpan<byte> path, Span<byte> image)
    {
        Result<ulong> top = _process.AddressSpace.MapStack(ResourceLimits.StackBytes);
        if (top.IsError)
        {
            return top;
        }

        if (Source.ProgramImage.IsStackExecutable)
        {
            _process.AddressSpace.Protect(top.Value - ResourceLimits.StackBytes, ResourceLimits.StackBytes, Protection.All);
        }

        Span<byte> random = stackalloc byte[16];
        _random.Fill(random);
        image = image.Slice(0, UserStack.Measure(arguments, environment, path));
        Result<ulong> stackPointer = new UserStack(image, top.Value).Build(arguments, environment, in auxiliary, path, random);
        if (!stackPointer.IsError)
        {
            Errno error = _process.Memory.CopyOut(top.Value - (ulong)image.Length, image);
            return error != Errno.None ? error : stackPointer;
        }

        return stackPointer;
    }
}
