// A program as Launch leaves it, made of an ELF file's headers.
namespace Facts.Tests;

using Kernel.Process;
using Process.Tests;
using Xunit;

internal static class Programs
{
    public static ProgramImage Load(ElfFile file, ulong bias)
    {
        var image = new ElfImage();
        Assert.Equal(ElfProblem.None, image.ReadHeader(file.Bytes, file.Bytes.Length));
        Assert.Equal(ElfProblem.None, image.ReadProgramHeaders(((System.ReadOnlySpan<byte>)file.Bytes)[(int)image.ProgramHeadersOffset..]));
        var program = new ProgramImage();
        program.Name("/bin/app"u8, null);
        program.Place(image, bias);
        return program;
    }
}
