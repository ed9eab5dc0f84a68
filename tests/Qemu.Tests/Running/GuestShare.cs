// A temporary folder that becomes a guest's root, deleted at the end of the test.
namespace Qemu.Tests.Running;

using System;
using System.IO;

internal sealed class GuestShare : IDisposable
{
    public GuestShare()
    {
        Root = Directory.CreateTempSubdirectory("ninesharp-share-").FullName;
        File.SetUnixFileMode(Root, (UnixFileMode)0b111_101_101);
        // Where the kernel, and Linux in the native run, put devices and processes.
        foreach (string mountPoint in (string[])["dev", "proc", "sys", "tmp"])
        {
            Directory.CreateDirectory(Path.Combine(Root, mountPoint));
        }
    }

    public string Root { get; }

    public string this[string path] => Path.Combine(Root, path.TrimStart('/'));

    /// <summary>Copies programs of tests/guests into the root: "hello" becomes /hello.</summary>
    public GuestShare With(params string[] programs)
    {
        foreach (string program in programs)
        {
            string source = Clone.Guest(program);
            if (!File.Exists(source))
            {
                Dispose(); // nobody holds this share yet
                Assert.Fail($"{source} is missing: run ./test.sh, which builds it");
            }

            File.Copy(source, this[program]);
        }

        return this;
    }

    /// <summary>Copies what a default publish of a .NET app needs beside it, and no more: ld-linux, libc and libm.</summary>
    public GuestShare WithLibraries()
    {
        foreach (string library in (string[])["lib64/ld-linux-x86-64.so.2", "lib/x86_64-linux-gnu/libc.so.6", "lib/x86_64-linux-gnu/libm.so.6"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(this[library])!);
            File.Copy("/" + library, this[library]);
            File.SetUnixFileMode(this[library], (UnixFileMode)0b111_101_101);
        }

        return this;
    }

    // rm, because guests make names that are no UTF-8.
    public void Dispose() => HostProcess.Run("/bin/rm", ["-rf", Root]);
}
