// Files that cannot be run: the exit code that a shell gives, one clear line on stderr, and nothing on stdout.
namespace Qemu.Tests.Kernel;

using System;
using System.IO;
using System.Linq;
using Qemu.Tests.Running;

public sealed class BadAppTests
{
    [Theory]
    [InlineData("/missing", 127, "/missing")]
    [InlineData("/missing/below", 127, "/missing/below")]
    [InlineData("/text/below", 127, "/text/below")]
    [InlineData("/folder", 126, "/folder")]
    [InlineData("/not-executable", 126, "/not-executable")]
    [InlineData("/text", 126, "ELF")]
    [InlineData("/script", 126, "its interpreter /bin/sh: not found")]
    [InlineData("/script-of-itself", 126, "too many #! interpreters")]
    [InlineData("/script-without-name", 126, "names no interpreter")]
    [InlineData("/empty", 126, "ELF")]
    [InlineData("/short", 126, "ELF")]
    [InlineData("/aarch64", 126, "x86-64")]
    [InlineData("/elf32", 126, "64")]
    [InlineData("/object", 126, "/object")]
    [InlineData("/wild-segments", 126, "/wild-segments")]
    [InlineData("/kernel-half", 126, "outside the address space")]
    [InlineData("/page-zero", 126, "outside the address space")]
    [InlineData("/endless-segment", 126, "outside the address space")]
    [InlineData("/endless-file", 126, "truncated")]
    [InlineData("/jump-to-kernel", 126, "entry point")]
    [InlineData("/many-headers", 126, "too many segments")]
    [InlineData("/hello-dynamic", 126, "its interpreter /lib64/ld-linux-x86-64.so.2: not found")]
    [InlineData("/text-as-interpreter", 126, "its interpreter /text: not an ELF program")]
    [InlineData("/own-interpreter", 126, "its interpreter /own-interpreter: a program that itself needs an interpreter")]
    [InlineData("/interpreter-without-end", 126, "malformed interpreter")]
    [InlineData("/loop", 126, "/loop")]
    [InlineData("/dangling", 127, "/dangling")]
    public void IsRefusedInOneLine(string app, int exitCode, string mentioned)
    {
        using var share = new GuestShare();
        Prepare(share);
        Outcome outcome = new VirtualMachine { Share = share.Root }.Run(app);
        Assert.True(exitCode == outcome.ExitCode, outcome.ToString());
        Assert.Empty(outcome.Output);
        Assert.Contains(mentioned, Assert.Single(outcome.ErrorLines));
    }

    private static void Prepare(GuestShare share)
    {
        share.With("hello", "hello-dynamic");
        byte[] hello = File.ReadAllBytes(share["hello"]);
        Directory.CreateDirectory(share["folder"]);
        Write("not-executable", hello, isExecutable: false);
        Write("text", "echo hello\n"u8.ToArray());
        Write("script", "#!/bin/sh\necho hello\n"u8.ToArray());
        Write("script-of-itself", "#! /script-of-itself\n"u8.ToArray());
        Write("script-without-name", "#! \n/bin/sh\n"u8.ToArray());
        byte[] dynamic = File.ReadAllBytes(share["hello-dynamic"]);
        Write("text-as-interpreter", WithInterpreter(dynamic, "/text\0"u8));
        Write("own-interpreter", WithInterpreter(dynamic, "/own-interpreter\0"u8));
        Write("interpreter-without-end", WithInterpreter(dynamic, "/lib64/ld-linux-x86-64.so.2!"u8));
        Write("empty", []);
        Write("short", hello[..40]);
        // ELF header, System V ABI chapter 4: e_ident[EI_CLASS] at 4, e_type at 16, e_machine at 18, e_phoff at 32.
        Write("elf32", With(hello, 4, 1));
        Write("object", With(hello, 16, 1));
        Write("aarch64", With(hello, 18, 183));
        Write("wild-segments", With(hello, 32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f));
        // Elf64_Phdr, chapter 5: the first one is at 64; p_vaddr at 16, p_filesz at 32, p_memsz at 40 of it. e_entry at 24, e_phnum at 56.
        Write("kernel-half", With(hello, 64 + 16, 0, 0, 0, 0, 0, 0x80, 0xff, 0xff));
        Write("page-zero", With(hello, 64 + 16, 0, 0, 0, 0, 0, 0, 0, 0));
        Write("endless-segment", With(hello, 64 + 40, 0, 0xf0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff));
        Write("endless-file", With(With(hello, 64 + 40, 0, 0, 0, 0, 0, 1), 64 + 32, 0, 0, 0, 0, 0, 1));
        Write("jump-to-kernel", With(hello, 24, 0, 0, 0x20, 0x80, 0xff, 0xff, 0xff, 0xff));
        Write("many-headers", With(hello, 56, 0xff, 0xff));
        File.CreateSymbolicLink(share["loop"], "loop");
        File.CreateSymbolicLink(share["dangling"], "nowhere");

        void Write(string name, byte[] content, bool isExecutable = true)
        {
            File.WriteAllBytes(share[name], content);
            File.SetUnixFileMode(share[name], (UnixFileMode)(isExecutable ? 0b111_101_101 : 0b110_100_100));
        }
    }

    /// <summary>Changes PT_INTERP's path; what is left of the old one stays behind the new one's NUL.</summary>
    private static byte[] WithInterpreter(byte[] image, ReadOnlySpan<byte> path)
    {
        byte[] changed = image.ToArray();
        path.CopyTo(changed.AsSpan(changed.AsSpan().IndexOf("/lib64/ld-linux-x86-64.so.2\0"u8)));
        return changed;
    }

    private static byte[] With(byte[] image, int offset, params byte[] values)
    {
        byte[] changed = image.ToArray();
        values.CopyTo(changed, offset);
        return changed;
    }
}
