// execve(2): another program takes the place of the one that calls. ExecuteSyscalls copies the arguments in and calls it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Kernel.Diagnostics;
using Kernel.Scheduling;

/// <summary>
/// Everything that can be refused is found out before the old program goes: its files are opened and their headers checked. What fails after
/// that kills the process, as on Linux.
/// </summary>
public sealed unsafe class Replacement
{
    /// <summary>Strings in a list for each KiB of their text.</summary>
    private const int StringsPerKibibyte = 32;

    /// <summary>Bytes of a stack beside the strings: the auxiliary vector, the program's path, alignment.</summary>
    private const int StackRoom = Limits.Path + 1024;

    private readonly Process _process;
    private readonly ProgramStart _start;
    private readonly ThreadTable _threads;
    private readonly ThreadSwitch _switch;
    private readonly byte[] _stack;
    private ArgumentList _otherArguments;
    private ArgumentList _otherEnvironment;
    private bool _isBusy;

    /// <param name="textBytes">Bytes of all arguments together, and again of the environment; more is E2BIG.</param>
    public Replacement(Process process, ProgramStart start, ThreadTable threads, ThreadSwitch threadSwitch, int textBytes)
    {
        _process = process;
        _start = start;
        _threads = threads;
        _switch = threadSwitch;
        int strings = (textBytes >> 10) * StringsPerKibibyte;
        Arguments = new ArgumentList(textBytes, strings);
        Environment = new ArgumentList(textBytes, strings);
        _otherArguments = new ArgumentList(textBytes, strings);
        _otherEnvironment = new ArgumentList(textBytes, strings);
        _stack = new byte[(textBytes + (strings * (sizeof(ulong) + 1))) * 2 + StackRoom];
    }

    /// <summary>For the next program's argv and envp, after <see cref="Begin"/>.</summary>
    public ArgumentList Arguments { get; private set; }

    public ArgumentList Environment { get; private set; }

    /// <summary>
    /// Empties the lists for the running thread, until <see cref="Execute"/> or <see cref="Cancel"/>. EAGAIN when another thread has them.
    /// </summary>
    public Errno Begin()
    {
        if (_isBusy)
        {
            return Errno.EAGAIN;
        }

        _isBusy = true;
        Arguments.Clear();
        Environment.Clear();
        return Errno.None;
    }

    /// <summary>The arguments were bad: nothing has happened.</summary>
    public void Cancel() => _isBusy = false;

    /// <summary>Runs the program of that path in the calling thread, whose frame is the new program's afterwards.</summary>
    /// <returns>None when the old program is gone, also if the new one could not be put in its place: then the process is killed.</returns>
    public Errno Execute(ReadOnlySpan<byte> path)
    {
        Errno error = _start.Source.Open(_process.Context, path, Arguments);
        error = error == Errno.None ? _process.EndOtherThreads() : error;
        if (error != Errno.None)
        {
            _start.Source.Close();
            _isBusy = false;
            return error;
        }

        Thread self = Current.Thread;
        _process.Abandon(self);
        Result<ulong> entry = _start.Map(path, Arguments, Environment, _stack, out ulong stackPointer);
        _start.Source.Close();
        if (entry.IsError)
        {
            Log.Write(LogLevel.Error, "process: execve cannot go back and has no memory for the new program, errno "u8, (ulong)entry.Error);
            _process.Kill(Signal.Kill);
        }
        else
        {
            _threads.Renew(self, entry.Value, stackPointer);
            _switch.LoadSegmentBases(self);
            self.SetName(path.Slice(path.LastIndexOf((byte)'/') + 1));
            Exchange();
        }

        _isBusy = false;
        return Errno.None;
    }

    /// <summary>/proc shows the new program's lists; the others are free for the program after it.</summary>
    private void Exchange()
    {
        _process.Arguments = Arguments;
        _process.Environment = Environment;
        (ArgumentList arguments, ArgumentList environment) = (Arguments, Environment);
        Arguments = _otherArguments;
        Environment = _otherEnvironment;
        _otherArguments = arguments;
        _otherEnvironment = environment;
    }
}
