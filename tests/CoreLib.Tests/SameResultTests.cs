// The core library means what .NET's means: each program runs here on .NET and, compiled with kernel/CoreLib and ilc, as a bare process.
namespace CoreLib.Tests;

using System;
using Sample;
using global::Tests.Shared;
using Xunit;

public sealed class SameResultTests(SampleCompiler compiler) : IClassFixture<SampleCompiler>
{
    // What boot/Entry.S does before kmain, then the result in hexadecimal on standard output.
    private const string Start = """
                .intel_syntax noprefix
                .globl _start
        _start: mov rdi, __start___modules[rip]
                call module_startup
                call kmain
                lea rsi, digits[rip]
                mov ecx, 16
        1:      mov edx, eax
                and edx, 15
                mov dl, hexadecimal[rdx]
                mov [rsi + rcx - 1], dl
                shr rax, 4
                loop 1b
                mov eax, 1
                mov edi, 1
                mov edx, 16
                syscall
                mov eax, 60
                xor edi, edi
                syscall
                .data
        digits: .skip 16
        hexadecimal: .ascii "0123456789abcdef"
                .section .note.GNU-stack,"",@progbits

        """;

    [Fact]
    public void CopiesFillsAndComparesAtEveryLengthAndOverlap() => Check(nameof(Copies), Copies.Run());

    [Fact]
    public void SlicesAndSearchesSpans() => Check(nameof(Spans), Spans.Run());

    [Fact]
    public void CastsAndStoresObjects() => Check(nameof(Casts), Casts.Run());

    [Fact]
    public void CalculatesWithIntegersAndBits() => Check(nameof(Arithmetic), Arithmetic.Run());

    [Fact]
    public void KeepsStatics() => Check(nameof(Statics), Statics.Run());

    [Fact]
    public void UnderstandsStructsOfAllKinds() => Check(nameof(Structs), Structs.Run());

    [Fact]
    public void CallsThroughGenericsAndPointers() => Check(nameof(Generics), Generics.Run());

    [Fact]
    public void ReadsAndWritesBytesAndAtoms() => Check(nameof(Bytes), Bytes.Run());

    private void Check(string program, ulong expected)
    {
        string frame = $$"""
            namespace Sample;

            internal static class Frame
            {
                private static void Main()
                {
                }

                [System.Runtime.RuntimeExport("kmain")]
                private static ulong Start() => {{program}}.Run();

                [System.Runtime.RuntimeExport("runtime_fail")]
                private static unsafe void Fail(Internal.Runtime.CompilerHelpers.RuntimeFailure failure) => *(int*)0 = 0;
            }
            """;

        string result = compiler.Execute(compiler.Compile(program, frame, "Digest"), Start);

        Assert.Equal($"{expected:x16}", result);
    }
}
