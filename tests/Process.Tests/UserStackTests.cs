// What a C library finds at the program's start: the psABI's layout, an aligned stack pointer, strings that the pointers reach.
namespace Process.Tests;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Kernel.Abi;
using Kernel.Process;
using Xunit;

public sealed class UserStackTests
{
    private const ulong Top = 0x7FFF_FFFF_E000;

    public static TheoryData<string[], string[]> Vectors => new()
    {
        { ["/app"], [] },
        { ["/app", "one", "", "three words here"], ["HOME=/", "PATH=/bin"] },
        { ["a", "b", "c", "d", "e", "f", "g"], ["A=1"] },
        { [], [] },
        { ["/a/long/path/to/the/program/that/is/run", "x"], ["K=", "LONG=" + new string('v', 500)] },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void ProgramFindsItsArgumentsEnvironmentAndVector(string[] arguments, string[] environment)
    {
        byte[] image = Build(arguments, environment, out ulong stackPointer);
        Assert.Equal(0UL, stackPointer % 16);
        Assert.InRange(stackPointer, Top - (ulong)image.Length, Top);

        ulong at = stackPointer;
        Assert.Equal((ulong)arguments.Length, Word(image, at));
        at += 8;
        foreach (string argument in arguments)
        {
            Assert.Equal(argument, String(image, Word(image, at)));
            at += 8;
        }

        Assert.Equal(0UL, Word(image, at));
        at += 8;
        foreach (string variable in environment)
        {
            Assert.Equal(variable, String(image, Word(image, at)));
            at += 8;
        }

        Assert.Equal(0UL, Word(image, at));
        at += 8;
        Dictionary<ulong, ulong> vector = [];
        for (; Word(image, at) != 0; at += 16)
        {
            vector.Add(Word(image, at), Word(image, at + 8));
        }

        Assert.Equal(0x400040UL, vector[3]);
        Assert.Equal(56UL, vector[4]);
        Assert.Equal(4UL, vector[5]);
        Assert.Equal(4096UL, vector[6]);
        Assert.Equal(0x401000UL, vector[9]);
        Assert.Equal(0UL, vector[23]);
        Assert.Equal("/exe", String(image, vector[31]));
        Assert.Equal("x86_64", String(image, vector[15]));
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }, image.AsSpan(Offset(image, vector[25]), 16).ToArray());
    }

    [Fact]
    public void TooSmallImageIsRefused()
    {
        ArgumentList arguments = List(["/app", "argument"]);
        ArgumentList environment = List([]);
        var auxiliary = default(AuxiliaryVector);
        var stack = new UserStack(new byte[UserStack.Measure(arguments, environment, "/exe"u8) - 16], Top);
        Assert.Equal(Errno.E2BIG, stack.Build(arguments, environment, in auxiliary, "/exe"u8, new byte[16]).Error);
    }

    private static byte[] Build(string[] arguments, string[] environment, out ulong stackPointer)
    {
        ArgumentList argumentList = List(arguments);
        ArgumentList environmentList = List(environment);
        byte[] image = new byte[UserStack.Measure(argumentList, environmentList, "/exe"u8)];
        var auxiliary = new AuxiliaryVector { ProgramHeaders = 0x400040, ProgramHeaderCount = 4, Entry = 0x401000 };
        var stack = new UserStack(image, Top);
        Result<ulong> result = stack.Build(
            argumentList, environmentList, in auxiliary, "/exe"u8, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        Assert.False(result.IsError);
        stackPointer = result.Value;
        return image;
    }

    private static ArgumentList List(string[] strings)
    {
        var list = new ArgumentList(4096, 32);
        foreach (string text in strings)
        {
            Assert.True(list.Add(Encoding.UTF8.GetBytes(text)));
        }

        return list;
    }

    private static int Offset(byte[] image, ulong address) => (int)(address - (Top - (ulong)image.Length));

    private static ulong Word(byte[] image, ulong address) => BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(Offset(image, address)));

    private static string String(byte[] image, ulong address)
    {
        ReadOnlySpan<byte> text = image.AsSpan(Offset(image, address));
        return Encoding.UTF8.GetString(text.Slice(0, text.IndexOf((byte)0)));
    }
}
