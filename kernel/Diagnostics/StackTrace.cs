// Who called whom, from the stack: along the chain of frame pointers, and by looking for return addresses where it has gaps. Panic prints it.
namespace Kernel.Diagnostics;

public static class StackTrace
{
    /// <summary>Frames followed before the chain counts as endless.</summary>
    private const int FrameLimit = 1000;
    private const int GuessLimit = 16;

    /// <summary>No kernel stack is larger; a frame pointer that leads further is not one.</summary>
    private const ulong StackSize = 64 * 1024;

    /// <summary>Writes the return address of a frame and of those that called it.</summary>
    internal static void Write(ulong framePointer)
    {
        TraceLines lines = default;
        Follow(framePointer, ref lines);
        lines.End();
    }

    /// <summary>
    /// Writes where an exception interrupted, then who called. A function that calls nothing has no frame, so that the chain misses its
    /// caller: what may be a return address between the stack pointer and the first frame is shown as a guess.
    /// </summary>
    internal static void Write(ulong instructionPointer, ulong stackPointer, ulong framePointer)
    {
        TraceLines lines = default;
        lines.Add(instructionPointer, isGuess: false);
        if (framePointer >= stackPointer && framePointer - stackPointer < StackSize)
        {
            Guess(stackPointer, framePointer, ref lines);
            Follow(framePointer, ref lines);
        }
        else
        {
            Guess(stackPointer, stackPointer + StackSize, ref lines);
        }

        lines.End();
    }

    private static void Follow(ulong frame, ref TraceLines lines)
    {
        for (int i = 0; i < FrameLimit; i++)
        {
            if (!MappedMemory.TryReadWord(frame, out ulong next)
                || !MappedMemory.TryReadWord(frame + sizeof(ulong), out ulong caller)
                || !Image.IsCode(caller))
            {
                Guess(frame, frame + StackSize, ref lines);
                return;
            }

            lines.Add(caller, isGuess: false);
            if (next == 0)
            {
                return;
            }

            if (next <= frame || next - frame > StackSize)
            {
                frame += 2 * sizeof(ulong);
                Guess(frame, frame + StackSize, ref lines);
                return;
            }

            frame = next;
        }
    }

    /// <summary>Every word of a part of the stack that points behind a call may be a return address.</summary>
    private static void Guess(ulong from, ulong to, ref TraceLines lines)
    {
        int found = 0;
        for (ulong at = from & ~7UL; at < to && found < GuessLimit && MappedMemory.TryReadWord(at, out ulong word); at += sizeof(ulong))
        {
            if (Image.IsCode(word) && FollowsCall(word))
            {
                lines.Add(word, isGuess: true);
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
}
