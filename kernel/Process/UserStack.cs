// Builds what a program finds on its stack when it starts (System V psABI x86-64 3.4.1): argc, argv, envp, auxv and their
// strings. Launch copies the result to the top of the app's stack.
namespace Kernel.Process;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

/// <summary>Writes the initial stack into <c>image</c>, whose last byte will lie just below the address <c>top</c>.</summary>
public ref struct UserStack
{
    private const int WordBytes = 8;
    private const int RandomBytes = 16;
    private const int AuxiliaryEntries = 21;
    private const ulong ClockTicksPerSecond = 100;

    private readonly Span<byte> _image;
    private readonly ulong _bottom;
    private int _strings;
    private int _word;

    /// <param name="image">The highest bytes of the stack; at least <see cref="Measure"/> long.</param>
    /// <param name="top">Address after the stack's last byte; a multiple of 16.</param>
    public UserStack(Span<byte> image, ulong top)
    {
        _image = image;
        _bottom = top - (ulong)image.Length;
        _strings = image.Length;
        _word = 0;
    }

    private static ReadOnlySpan<byte> Platform => "x86_64"u8;

    /// <summary>Bytes that <see cref="Build"/> needs, a multiple of 16.</summary>
    public static int Measure(ArgumentList arguments, ArgumentList environment, ReadOnlySpan<byte> executable)
    {
        int strings = arguments.TextLength + arguments.Count + environment.TextLength + environment.Count
            + executable.Length + 1 + Platform.Length + 1 + RandomBytes + 16;
        return (strings + (WordCount(arguments, environment) * WordBytes) + 32) & ~15;
    }

    /// <summary>Fills the image.</summary>
    /// <param name="random">16 bytes nobody can guess (AT_RANDOM).</param>
    /// <param name="executable">The program's path (AT_EXECFN).</param>
    /// <returns>The stack pointer at the program's entry, 16-aligned; E2BIG when the image is too small.</returns>
    public Result<ulong> Build(
        ArgumentList arguments,
        ArgumentList environment,
        in AuxiliaryVector auxiliary,
        scoped ReadOnlySpan<byte> executable,
        scoped ReadOnlySpan<byte> random)
    {
        if (_image.Length < Measure(arguments, environment, executable))
        {
            return Errno.E2BIG;
        }

        _image.Clear();
        ulong executableAddress = PutString(executable);
        ulong platformAddress = PutString(Platform);
        _strings -= RandomBytes;
        random.Slice(0, RandomBytes).CopyTo(_image.Slice(_strings));
        ulong randomAddress = _bottom + (ulong)_strings;

        int stringBytes = arguments.TextLength + arguments.Count + environment.TextLength + environment.Count;
        int firstString = _strings - stringBytes;

        // argc must be 16-aligned as an address; the image's top is, so an offset from the top decides.
        int words = WordCount(arguments, environment) * WordBytes;
        int distance = (_image.Length - firstString + words + 15) & ~15;
        _word = _image.Length - distance;
        ulong stackPointer = _bottom + (ulong)_word;

        PutWord((ulong)arguments.Count);
        _strings = firstString;
        PutStrings(arguments);
        PutWord(0);
        PutStrings(environment);
        PutWord(0);
        PutAuxiliary(in auxiliary, executableAddress, platformAddress, randomAddress);
        return stackPointer;
    }

    private static int WordCount(ArgumentList arguments, ArgumentList environment) =>
        1 + arguments.Count + 1 + environment.Count + 1 + (AuxiliaryEntries * 2);

    private void PutAuxiliary(in AuxiliaryVector auxiliary, ulong executable, ulong platform, ulong random)
    {
        // A list and a loop: a call for each would be the costliest part of starting a program where code is translated first.
        ReadOnlySpan<ulong> entries = stackalloc ulong[]
        {
            (ulong)AuxiliaryTag.ProgramHeaders, auxiliary.ProgramHeaders,
            (ulong)AuxiliaryTag.ProgramHeaderSize, ElfImage.ProgramHeaderSize,
            (ulong)AuxiliaryTag.ProgramHeaderCount, auxiliary.ProgramHeaderCount,
            (ulong)AuxiliaryTag.PageSize, ElfImage.PageSize,
            (ulong)AuxiliaryTag.Base, auxiliary.InterpreterBase,
            (ulong)AuxiliaryTag.Flags, 0,
            (ulong)AuxiliaryTag.Entry, auxiliary.Entry,
            (ulong)AuxiliaryTag.Uid, auxiliary.Uid,
            (ulong)AuxiliaryTag.EffectiveUid, auxiliary.Uid,
            (ulong)AuxiliaryTag.Gid, auxiliary.Gid,
            (ulong)AuxiliaryTag.EffectiveGid, auxiliary.Gid,
            (ulong)AuxiliaryTag.Platform, platform,
            (ulong)AuxiliaryTag.HardwareCapabilities, auxiliary.HardwareCapabilities,

            // Bit 1 would say that user code may write FS itself; CR4.FSGSBASE stays off.
            (ulong)AuxiliaryTag.HardwareCapabilities2, 0,
            (ulong)AuxiliaryTag.ClockTicks, ClockTicksPerSecond,
            (ulong)AuxiliaryTag.Secure, 0,
            (ulong)AuxiliaryTag.Random, random,
            (ulong)AuxiliaryTag.ExecutableName, executable,
            (ulong)AuxiliaryTag.SystemInformationHeader, auxiliary.Vdso,
            (ulong)AuxiliaryTag.MinimumSignalStack, auxiliary.MinimumSignalStack,
            (ulong)AuxiliaryTag.Null, 0,
        };
        for (int index = 0; index < entries.Length; index += 2)
        {
            if (entries[index] != (ulong)AuxiliaryTag.SystemInformationHeader || auxiliary.Vdso != 0)
            {
                PutWord(entries[index]);
                PutWord(entries[index + 1]);
            }
        }
    }

    private void PutStrings(ArgumentList list)
    {
        for (int index = 0; index < list.Count; index++)
        {
            PutWord(_bottom + (ulong)_strings);
            list[index].CopyTo(_image.Slice(_strings));
            _strings += list[index].Length + 1;
        }
    }

    private ulong PutString(scoped ReadOnlySpan<byte> text)
    {
        _strings -= text.Length + 1;
        text.CopyTo(_image.Slice(_strings));
        return _bottom + (ulong)_strings;
    }

    private void PutWord(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_image.Slice(_word), value);
        _word += WordBytes;
    }
}
