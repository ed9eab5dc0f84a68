// struct new_utsname (include/uapi/linux/utsname.h): what uname writes to the app.
namespace Kernel.Abi.Structures;

using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

/// <summary>A NUL-terminated word of struct utsname.</summary>
[InlineArray(65)]
public struct SystemWord
{
    private byte _first;
}

/// <summary>390 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct SystemName
{
    public SystemWord OperatingSystem;
    public SystemWord Node;
    public SystemWord Release;
    public SystemWord Version;
    public SystemWord Machine;
    public SystemWord Domain;

    public static void Set(ref SystemWord word, ReadOnlySpan<byte> text)
    {
        for (int index = 0; index < text.Length && index < 64; index++)
        {
            word[index] = text[index];
        }
    }
}
