// Finds what a path runs: follows #! lines to an ELF file and that one to its interpreter, and checks both before anything is
// changed. ProgramStart calls it.
namespace Kernel.Process;

using System;
using Kernel.Abi;
using Vfs;

/// <summary>The files of a program that is about to run, held until <see cref="Close"/>.</summary>
public sealed class ProgramSource
{
    private const uint AnyExecuteBit = 0x49;

    /// <summary>Scripts that may be run by scripts (exec_binprm, fs/exec.c).</summary>
    private const int LongestChain = 5;

    private readonly FileOperations _files;
    private readonly ElfLoader _loader;
    private readonly byte[] _scriptInterpreter = new byte[ScriptLine.Longest];

    public ProgramSource(FileOperations files, ElfLoader loader)
    {
        _files = files;
        _loader = loader;
    }

    public LaunchError Error { get; } = new();

    /// <summary>The ELF program; null unless <see cref="Open"/> succeeded.</summary>
    public OpenFile? Program { get; private set; }

    public ElfImage ProgramImage { get; } = new();

    /// <summary>What PT_INTERP names; null for a static program.</summary>
    public OpenFile? Interpreter { get; private set; }

    public ElfImage InterpreterImage { get; } = new();

    /// <summary>Opens and checks everything.</summary>
    /// <param name="arguments">argv; the interpreters of scripts are put before it.</param>
    /// <returns>None, or the errno of execve(2); then <see cref="Error"/> has it in words and nothing is held.</returns>
    public Errno Open(FileContext context, ReadOnlySpan<byte> path, ArgumentList arguments)
    {
        Errno error = OpenProgram(context, path, path, out ElfProblem problem);
        int chain = 0;
        int nameLength = 0;
        while (error == Errno.None && problem == ElfProblem.Script)
        {
            if (!ScriptLine.TryParse(_loader.Head, out ScriptLine line))
            {
                error = Refuse(Errno.ENOEXEC, path, ElfProblemText.Of(ElfProblem.MalformedScript));
            }
            else if (++chain > LongestChain)
            {
                error = Refuse(Errno.ELOOP, path, "too many #! interpreters"u8);
            }
            else if (!Prepend(line, chain == 1 ? path : Name(nameLength), arguments))
            {
                error = Refuse(Errno.E2BIG, path, LaunchError.ReasonOf(Errno.E2BIG));
            }
            else
            {
                nameLength = line.Interpreter.Length;
                line.Interpreter.CopyTo(_scriptInterpreter);
                Close();
                error = OpenProgram(context, Name(nameLength), path, out problem);
            }
        }

        if (error == Errno.None && ProgramImage.InterpreterLength != 0)
        {
            error = OpenInterpreter(context, path);
        }

        if (error != Errno.None)
        {
            Close();
        }

        return error;
    }

    public void Close()
    {
        Program?.Release();
        Program = null;
        Interpreter?.Release();
        Interpreter = null;
    }

    private static bool Prepend(scoped in ScriptLine line, ReadOnlySpan<byte> script, ArgumentList arguments)
    {
        arguments.RemoveFirst();
        return arguments.Insert(script) && (line.Argument.IsEmpty || arguments.Insert(line.Argument)) && arguments.Insert(line.Interpreter);
    }

    private ReadOnlySpan<byte> Name(int length) => ((ReadOnlySpan<byte>)_scriptInterpreter).Slice(0, length);

    /// <param name="path">What to open: the program itself or the interpreter of a script.</param>
    /// <param name="subject">What was asked for.</param>
    private Errno OpenProgram(FileContext context, ReadOnlySpan<byte> path, ReadOnlySpan<byte> subject, out ElfProblem problem)
    {
        bool isScripted = !path.SequenceEqual(subject);
        Result<OpenFile> file = OpenAndCheck(context, path, ProgramImage, out problem, out ReadOnlySpan<byte> reason);
        Errno error = file.Error;
        if (!file.IsError)
        {
            Program = file.Value;
            if (problem is ElfProblem.None or ElfProblem.Script)
            {
                return Errno.None;
            }

            error = Errno.ENOEXEC;
            reason = ElfProblemText.Of(problem);
        }

        if (isScripted)
        {
            Error.SetInterpreter(subject, path, reason.IsEmpty ? LaunchError.ReasonOf(error) : reason);
        }
        else if (reason.IsEmpty)
        {
            Error.Set(error, subject);
        }
        else
        {
            Error.Set(LaunchError.CannotExecute, subject, reason);
        }

        return error;
    }

    private Errno OpenInterpreter(FileContext context, ReadOnlySpan<byte> subject)
    {
        Span<byte> name = stackalloc byte[ElfImage.LongestInterpreter];
        Result<int> length = _loader.ReadInterpreter(Program!, ProgramImage, name);
        if (length.IsError)
        {
            return Refuse(length.Error, subject, ElfProblemText.Of(ElfProblem.MalformedInterpreter));
        }

        ReadOnlySpan<byte> path = name.Slice(0, length.Value);
        Result<OpenFile> file = OpenAndCheck(context, path, InterpreterImage, out ElfProblem problem, out ReadOnlySpan<byte> reason);
        if (file.IsError)
        {
            Error.SetInterpreter(subject, path, reason.IsEmpty ? LaunchError.ReasonOf(file.Error) : reason);
            return file.Error;
        }

        Interpreter = file.Value;
        if (problem == ElfProblem.None && InterpreterImage.InterpreterLength != 0)
        {
            problem = ElfProblem.InterpretedInterpreter;
        }

        if (problem == ElfProblem.None)
        {
            return Errno.None;
        }

        Error.SetInterpreter(subject, path, ElfProblemText.Of(problem));
        return Errno.ELIBBAD;
    }

    /// <summary>Opens a file that is to be executed and reads its headers.</summary>
    /// <param name="reason">The words for an error that the errno does not tell.</param>
    private Result<OpenFile> OpenAndCheck(
        FileContext context, ReadOnlySpan<byte> path, ElfImage image, out ElfProblem problem, out ReadOnlySpan<byte> reason)
    {
        reason = default;
        problem = ElfProblem.None;
        Result<OpenFile> file = _files.Open(context, null, path, OpenFlags.ReadOnly, 0);
        if (file.IsError)
        {
            return file;
        }

        Errno error = file.Value.Node.GetAttributes(file.Value, out Attributes attributes);
        FileType type = FileMode.TypeOf(attributes.Mode);
        if (error == Errno.None && type != FileType.Regular)
        {
            reason = type == FileType.Directory ? "is a directory"u8 : "not a regular file"u8;
            error = Errno.EACCES;
        }
        else if (error == Errno.None && (attributes.Mode & AnyExecuteBit) == 0)
        {
            reason = "permission denied (no execute bit in its mode)"u8;
            error = Errno.EACCES;
        }

        error = error == Errno.None ? _loader.ReadHeaders(file.Value, in attributes, image, out problem) : error;
        if (error != Errno.None)
        {
            file.Value.Release();
            return error;
        }

        return file;
    }

    private Errno Refuse(Errno error, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> reason)
    {
        Error.Set(LaunchError.CannotExecute, subject, reason);
        return error;
    }
}
