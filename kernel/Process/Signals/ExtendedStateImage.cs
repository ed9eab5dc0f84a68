// The floating-point state in a signal frame: an XSAVE area with marks that say how long it is. SignalFrames writes and reads it.
namespace Kernel.Process.Signals;

using System;
using System.Buffers.Binary;

/// <summary>
/// Intel SDM volume 1 §13.4 for the area, struct _fpx_sw_bytes (arch/x86/include/uapi/asm/sigcontext.h) for the marks in the part of
/// the legacy area that the processor leaves alone. What comes back from the app is not trusted: XRSTOR of a bad header would fault.
/// </summary>
public static class ExtendedStateImage
{
    /// <summary>Bytes of x87 and SSE state, and of those with the XSAVE header behind them.</summary>
    public const int LegacySize = 512;
    public const int SmallestSize = 576;

    /// <summary>FP_XSTATE_MAGIC2_SIZE: what follows the area.</summary>
    public const int EndMarkSize = 4;
    public const uint EndMark = 0x46505845;

    private const uint StartMark = 0x46505853;
    private const int ControlWordOffset = 0;
    private const int MxcsrOffset = 24;
    private const int XmmOffset = 160;
    private const int MarkOffset = 464;
    private const int FeaturesOffset = 512;
    private const int HeaderRestOffset = 520;
    private const ulong X87 = 1;
    private const ulong Sse = 2;

    /// <summary>The vector registers as the trap frame has them, in place of the kernel's.</summary>
    public static void SetVectors(Span<byte> image, ReadOnlySpan<byte> registers)
    {
        registers.CopyTo(image.Slice(XmmOffset));
        if (image.Length >= SmallestSize)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(image.Slice(FeaturesOffset), FeaturesOf(image) | Sse);
        }
    }

    /// <summary>Puts the marks in; <paramref name="features"/> is XCR0, 0 without XSAVE.</summary>
    public static void Seal(Span<byte> image, ulong features)
    {
        Span<byte> mark = image.Slice(MarkOffset, LegacySize - MarkOffset);
        mark.Clear();
        if (features != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(mark, StartMark);
            BinaryPrimitives.WriteUInt32LittleEndian(mark.Slice(4), (uint)image.Length + EndMarkSize);
            BinaryPrimitives.WriteUInt64LittleEndian(mark.Slice(8), features);
            BinaryPrimitives.WriteUInt32LittleEndian(mark.Slice(16), (uint)image.Length);
        }
    }

    /// <summary>How long the area of a frame says it is; 0 for one with x87 and SSE only.</summary>
    /// <param name="legacy">Its first 512 bytes.</param>
    /// <param name="largest">Bytes of the area on this machine.</param>
    public static int LengthOf(ReadOnlySpan<byte> legacy, int largest)
    {
        ReadOnlySpan<byte> mark = legacy.Slice(MarkOffset);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(mark.Slice(16));
        bool isMarked = BinaryPrimitives.ReadUInt32LittleEndian(mark) == StartMark
            && length >= SmallestSize && length <= (uint)largest && length <= BinaryPrimitives.ReadUInt32LittleEndian(mark.Slice(4));
        return isMarked ? (int)length : 0;
    }

    /// <summary>Makes an image of x87 and SSE state alone one that XRSTOR takes: everything else as at a program's start.</summary>
    public static void CompleteLegacy(Span<byte> image)
    {
        if (image.Length >= SmallestSize)
        {
            image.Slice(LegacySize).Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(image.Slice(FeaturesOffset), X87 | Sse);
        }
    }

    /// <summary>Whether the processor will take it, after parts that the frame did not announce have been left out.</summary>
    /// <param name="features">XCR0, 0 without XSAVE.</param>
    /// <param name="mxcsrMask">Bits of MXCSR that this processor has.</param>
    public static bool Validate(Span<byte> image, ulong features, uint mxcsrMask)
    {
        if ((BinaryPrimitives.ReadUInt32LittleEndian(image.Slice(MxcsrOffset)) & ~mxcsrMask) != 0)
        {
            return false;
        }

        if (features == 0)
        {
            return true;
        }

        ulong announced = BinaryPrimitives.ReadUInt64LittleEndian(image.Slice(MarkOffset + 8));
        bool isMarked = BinaryPrimitives.ReadUInt32LittleEndian(image.Slice(MarkOffset)) == StartMark;
        ulong wanted = FeaturesOf(image);
        for (int offset = HeaderRestOffset; offset < SmallestSize; offset += sizeof(ulong))
        {
            wanted |= BinaryPrimitives.ReadUInt64LittleEndian(image.Slice(offset)) != 0 ? ulong.MaxValue : 0;
        }

        if ((wanted & ~features) != 0)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(image.Slice(FeaturesOffset), isMarked ? wanted & announced : wanted);
        return true;
    }

    /// <summary>The vector registers of an image; zeros when it says that they are as at a program's start.</summary>
    public static void GetVectors(ReadOnlySpan<byte> image, Span<byte> registers)
    {
        if (image.Length >= SmallestSize && (BinaryPrimitives.ReadUInt64LittleEndian(image.Slice(FeaturesOffset)) & Sse) == 0)
        {
            registers.Clear();
        }
        else
        {
            image.Slice(XmmOffset, registers.Length).CopyTo(registers);
        }
    }

    /// <summary>The state of a program's start, which is that of a handler's as well.</summary>
    public static void Initialize(Span<byte> image)
    {
        const ushort controlWord = 0x37F;
        const uint mxcsr = 0x1F80;
        image.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(image.Slice(ControlWordOffset), controlWord);
        BinaryPrimitives.WriteUInt32LittleEndian(image.Slice(MxcsrOffset), mxcsr);
    }

    private static ulong FeaturesOf(ReadOnlySpan<byte> image) => BinaryPrimitives.ReadUInt64LittleEndian(image.Slice(FeaturesOffset));
}
