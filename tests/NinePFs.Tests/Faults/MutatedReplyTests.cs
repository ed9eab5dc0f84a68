// A hundred thousand replies with random damage: nothing throws, no loop is endless, and every pool comes back to what it was.
namespace NinePFs.Tests.Faults;

using System;
using global::Tests.Shared;
using Kernel.Abi;
using NinePFs.Tests.Server;
using NinePFs.Tests.Transports;
using NinePFs.Wire;
using Vfs;
using Xunit;

public sealed class MutatedReplyTests
{
    private const int Replies = 120_000;
    private const int Seed = 20260911;
    private const int OperationsPerSession = 40;

    private static readonly uint[] s_oddValues = [0, 1, 2, 7, 11, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];

    private readonly Random _random = new(Seed);
    private int _mutated;

    [Fact]
    public void DamagedRepliesNeverThrowLoopOrLeak()
    {
        int sessions = 0;
        while (_mutated < Replies)
        {
            RunSession();
            sessions++;
        }

        // Enough of them must have survived damage for the operations behind the first fault to be tried at all.
        Assert.InRange(_mutated / (double)sessions, 2, 1000);
    }

    private void RunSession()
    {
        var server = new MemoryServer();
        server.Tree.AddDirectory("d");
        server.Tree.AddFile("d/f", new byte[10_000]);
        server.Tree.AddFile("d/g");
        server.Tree.AddLink("link", "d"u8.ToArray());
        var transport = new LoopbackTransport(server, 4096, 6);
        var capacity = new NinePCapacity
        {
            Requests = 6, Fids = 24, Nodes = 16, Directories = 3, DirectoryBuffers = 1, DirectoryBufferLength = 2048,
        };
        var fileSystem = new NinePFileSystem(transport, capacity, null);
        double rate = _random.NextDouble() * 0.5;
        transport.Afterwards = (_, reply) => _random.NextDouble() < rate ? Damage(reply) : new Delivery(reply);
        if (!fileSystem.Mount(MountOptions.Default).IsFailure)
        {
            var os = new TestSystem(fileSystem, dentries: 24, files: 6);
            for (int count = 0; count < OperationsPerSession && !fileSystem.Requests.IsBroken; count++)
            {
                RunOperation(os);
            }

            os.Shutdown();
        }

        Assert.Equal(0, fileSystem.Requests.InUse);
        Assert.Equal(0, fileSystem.Fids.InUse);
        Assert.Equal(0, fileSystem.Nodes.InUse);
        Assert.Equal(0, fileSystem.Directories.InUse);
    }

    private Delivery Damage(byte[] reply)
    {
        _mutated++;
        byte[] bytes = (byte[])reply.Clone();
        switch (_random.Next(20))
        {
            case 0:
                bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                return new Delivery(bytes);
            case 1:
                return new Delivery(bytes, _random.Next(bytes.Length + 20));
            case 2:
                return Delivery.Lost;
            case 3:
                return Frames.WithType(bytes, (byte)_random.Next(256));
            case 4 or 5 or 6:
                return Frames.Cut(bytes, _random.Next(Wire9P.HeaderLength, bytes.Length + 1));
            case 7 or 8:
                return Frames.Extend(bytes, _random.Next(1, 30));
        }

        // The frame stays sound, so that the fields behind it are looked at.
        for (int changes = _random.Next(1, 4); changes > 0 && bytes.Length > Wire9P.HeaderLength; changes--)
        {
            int at = _random.Next(Wire9P.HeaderLength, bytes.Length);
            if (bytes.Length - at >= 4 && _random.Next(2) == 0)
            {
                Frames.With32(bytes, at, s_oddValues[_random.Next(s_oddValues.Length)]);
            }
            else
            {
                bytes[at] = (byte)_random.Next(256);
            }
        }

        return new Delivery(bytes);
    }

    private void RunOperation(TestSystem os)
    {
        string path = _random.Next(4) switch { 0 => "/d/f", 1 => "/link/g", 2 => "/d", _ => "/d/new" };
        switch (_random.Next(9))
        {
            case 0:
                os.StatError(path);
                break;
            case 1:
                os.Unlink(path);
                break;
            case 2:
                os.MakeDirectory("/d/sub");
                break;
            case 3:
                os.Rename(path, "/d/g");
                break;
            case 4:
                os.Symlink("d", path);
                break;
            case 5:
                os.Files.GetStatistics(os.Context, null, TestSystem.Bytes(path), out _);
                break;
            default:
                UseFile(os, path);
                break;
        }
    }

    private void UseFile(TestSystem os, string path)
    {
        OpenFlags flags = _random.Next(4) switch
        {
            0 => OpenFlags.ReadWrite | OpenFlags.Create,
            1 => OpenFlags.ReadWrite | OpenFlags.Append,
            _ => OpenFlags.ReadOnly,
        };
        Result<OpenFile> opened = os.TryOpen(path, flags);
        if (opened.IsError)
        {
            return;
        }

        OpenFile file = opened.Value;
        var into = new ArrayBuffer(new byte[_random.Next(1, 14_000)], IoDirection.FromFile);
        var from = new ArrayBuffer(new byte[_random.Next(1, 6000)], IoDirection.ToFile);
        file.Read(into);
        file.Write(from);
        for (int call = 0; call < 30; call++)
        {
            Result<int> count = file.ReadDirectory(into);
            if (count.IsError || count.Value == 0)
            {
                break;
            }
        }

        Assert.Equal(0, into.PinnedBytes + from.PinnedBytes);
        file.Release();
    }
}
