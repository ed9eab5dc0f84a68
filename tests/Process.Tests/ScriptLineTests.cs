// What a script's first line means, as Linux's binfmt_script reads it.
namespace Process.Tests;

using System.Text;
using Kernel.Process;
using Xunit;

public sealed class ScriptLineTests
{
    [Theory]
    [InlineData("#!/bin/sh\necho", "/bin/sh", "")]
    [InlineData("#! \t/bin/sh \t\necho", "/bin/sh", "")]
    [InlineData("#!/usr/bin/env  python3 -u \n", "/usr/bin/env", "python3 -u")]
    [InlineData("#!/bin/sh", "/bin/sh", "")]
    [InlineData("#!/bin/sh\0more\n", "/bin/sh", "")]
    public void NamesAnInterpreterAndOneArgument(string start, string interpreter, string argument)
    {
        Assert.True(ScriptLine.TryParse(Encoding.Latin1.GetBytes(start), out ScriptLine line));
        Assert.Equal(interpreter, Encoding.Latin1.GetString(line.Interpreter));
        Assert.Equal(argument, Encoding.Latin1.GetString(line.Argument));
    }

    [Theory]
    [InlineData("#!")]
    [InlineData("#! \t \n/bin/sh\n")]
    [InlineData("#!\n")]
    public void WithoutAnInterpreterIsRefused(string start) =>
        Assert.False(ScriptLine.TryParse(Encoding.Latin1.GetBytes(start), out _));

    [Fact]
    public void InterpreterThatMayBeCutIsRefused()
    {
        byte[] start = Encoding.Latin1.GetBytes("#!/" + new string('x', 400));
        Assert.False(ScriptLine.TryParse(start, out _));
    }

    [Fact]
    public void ArgumentThatMayBeCutIsTaken()
    {
        byte[] start = Encoding.Latin1.GetBytes("#!/bin/sh " + new string('x', 400));
        Assert.True(ScriptLine.TryParse(start, out ScriptLine line));
        Assert.Equal(ScriptLine.Longest - 10, line.Argument.Length);
    }
}
