// Which floating-point exceptions of the app are pending, for the signal that they become; read by ExceptionSignal.
namespace Kernel.Arch.X64;

/// <summary>
/// From an FXSAVE image (Intel SDM volume 1 table 10-2). The kernel computes nothing in floating point, so the state is still the
/// app's. The flags, of x87 and SSE alike: 1 invalid, 2 denormal, 4 zero divide, 8 overflow, 16 underflow, 32 precision.
/// </summary>
public static unsafe class FloatingPointState
{
    private const int ImageSize = 512;
    private const int ImageAlignment = 16;
    private const uint ExceptionFlags = 0x3F;
    private const int MxcsrMaskShift = 7;

    /// <summary>Flags of the x87 status word that the control word does not mask.</summary>
    public static uint ReadX87Exceptions()
    {
        byte* image = stackalloc byte[ImageSize + ImageAlignment];
        image = Save(image);
        uint control = *(ushort*)image;
        uint status = *(ushort*)(image + 2);
        return status & ~control & ExceptionFlags;
    }

    /// <summary>Flags of MXCSR that its own mask bits let through.</summary>
    public static uint ReadSimdExceptions()
    {
        byte* image = stackalloc byte[ImageSize + ImageAlignment];
        uint control = *(uint*)(Save(image) + 24);
        return control & ~(control >> MxcsrMaskShift) & ExceptionFlags;
    }

    private static byte* Save(byte* room)
    {
        byte* image = (byte*)(((nuint)room + ImageAlignment - 1) & ~(nuint)(ImageAlignment - 1));
        Cpu.SaveLegacyState(image);
        return image;
    }
}
