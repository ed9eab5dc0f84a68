// A diod process that exports a fresh directory on a loopback port, and connections to it.
namespace NinePFs.Tests.Diod;

using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using Kernel.Abi;
using NinePFs;
using NinePFs.Tests.Transports;
using Xunit;

public sealed class DiodServer : IDisposable
{
    private readonly Process _process;
    private readonly int _port;

    public DiodServer()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("ninesharp-diod-").FullName;
        _port = FreePort();
        var start = new ProcessStartInfo(DiodFact.Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { "-f", "-n", "-N", "-e", Directory, "-l", $"127.0.0.1:{_port}", "-L", "stderr" })
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>What is exported, on this machine.</summary>
    public string Directory { get; }

    /// <summary>A new session, mounted.</summary>
    public NinePFileSystem Mount(out SocketTransport transport, int messageSize = 64 << 10)
    {
        transport = new SocketTransport(Connect(), messageSize);
        NinePCapacity capacity = LoopbackSession.Small;
        capacity.Requests = 32;
        var fileSystem = new NinePFileSystem(transport, capacity, null);
        MountOptions options = MountOptions.Default;
        byte[] name = Encoding.UTF8.GetBytes(Directory);
        options.AttachName = name;
        MountFailure failure = fileSystem.Mount(in options);
        Assert.Equal((MountStep.None, Errno.None), (failure.Step, failure.Error));
        return fileSystem;
    }

    public void Clear()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        System.IO.Directory.CreateDirectory(Directory);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private Socket Connect()
    {
        for (int attempt = 0; ; attempt++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(IPAddress.Loopback, _port);
                return socket;
            }
            catch (SocketException) when (attempt < 200 && !_process.HasExited)
            {
                socket.Dispose();
                Thread.Sleep(20);
            }
        }
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
