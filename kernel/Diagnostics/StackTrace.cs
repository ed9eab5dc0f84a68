// Who called whom, from the stack: first along the chain of frame pointers, then by looking for return addresses. Panic prints it.
namespace Kernel.Diagnostics;

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using Kernel.Abi;

public static class StackTrace
{
    private const int FrameLimit = 40;
    private const int GuessLimit = 16;
    private const int LineLength = 256;

    /// <summary>No kernel stack is larger; a frame pointer that leads further is not one.</summary>
    private const ulong StackSize = 64 * 1024;

    /// <summary>Writes the callers of the caller to the log's port.</summary>
    public static void Write() => Write(0, FramePointer());

    /// <param name="address">Where execution stood; 0 when the first line should be the frame's return address.</param>
    /// <param name="framePointer">rbp at that point.</param>
    internal static void Write(ulong address, ulong framePointer)
    {
        if (address != 0)
        {
            WriteLine("  at "u8, address);
        }

        ulong frame = framePointer;
        for (int i = 0; i < FrameLimit; i++)
        {
            if (!MappedMemory.TryReadWord(frame, out ulong next)
                || !MappedMemory.TryReadWord(frame + sizeof(ulong), out ulong caller)
                || !Image.IsCode(caller))
            {
                Guess(frame);
                return;
            }

            WriteLine("  at "u8, caller);
            if (next == 0)
            {
                return;
            }

            if (next <= frame || next - frame > StackSize)
            {
                Guess(frame + (2 * sizeof(ulong)));
                return;
            }

            frame = next;
        }
    }

    /// <summary>The chain is broken: every word of the rest of the stack that points behind a call may be a return address.</summary>
    internal static void Guess(ulong from)
    {
        int found = 0;
        from &= ~(ulong)(sizeof(ulong) - 1);
        for (ulong at = from; at - from < StackSize && found < GuessLimit && MappedMemory.TryReadWord(at, out ulong word); at += sizeof(ulong))
        {
            if (Image.IsCode(word) && FollowsCall(word))
            {
                WriteLine("  at? "u8, word);
                found++;
            }
        }
    }

    /// <summary>Whether the bytes before an address can be a call: E8 with a distance, or FF /2 with a register or memory operand.</summary>
    private static bool FollowsCall(ulong address)
    {
        if (!MappedMemory.TryReadWord(address - 8, out ulong code))
        {
            return false;
        }

        return (byte)(code >> 24) == 0xE8 || IsIndirectCall(code >> 48) || IsIndirectCall(code >> 40) || IsIndirectCall(code >> 16);
    }

    private static bool IsIndirectCall(ulong code) => (byte)code == 0xFF && ((code >> 11) & 7) == 2;

    private static void WriteLine(ReadOnlySpan<byte> prefix, ulong address)
    {
        TextBuilder line = new(stackalloc byte[LineLength]);
        line.Append(prefix);
        if (Image.IsCode(address))
        {
            new SymbolTable(Image.Symbols).Describe((uint)(address - Image.CodeStart), ref line);
        }

        line.Append(" ["u8);
        line.AppendHex(address, 16);
        line.Append("]\r\n"u8);
        LogPort.Write(line.Text);
    }

    [RuntimeImport("*", "cpu_frame_pointer")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong FramePointer();
}
