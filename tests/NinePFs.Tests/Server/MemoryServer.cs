// A 9P2000.L server in the test process that behaves as QEMU's does: lexical walks, opaque cookies, its own order of errors.
// LoopbackTransport hands it each message. This file: dispatch, sessions, fids and walks.
namespace NinePFs.Tests.Server;

using System;
using System.Collections.Generic;
using System.Text;
using Kernel.Abi;
using NinePFs.Messages;
using NinePFs.Wire;

public sealed partial class MemoryServer
{
    private readonly Dictionary<uint, ServerFid> _fids = new();

    public MemoryTree Tree { get; } = new();

    public int FidCount => _fids.Count;

    /// <summary>The server's own ceiling for msize.</summary>
    public uint MessageSizeLimit { get; set; } = uint.MaxValue;

    public uint MessageSize { get; private set; }

    /// <summary>Leave "." and ".." out of Rreaddir.</summary>
    public bool OmitsDots { get; set; }

    /// <summary>Knows neither Tunlinkat nor Trenameat, as diod 1.0.</summary>
    public bool LacksNamesInDirectories { get; set; }

    /// <summary>Bytes of data at most in one Rread, as a server that answers early.</summary>
    public int ReadLimit { get; set; } = int.MaxValue;

    /// <summary>Bytes at most that one Twrite takes.</summary>
    public int WriteLimit { get; set; } = int.MaxValue;

    public string? LastAttachName { get; private set; }

    public string? LastUserName { get; private set; }

    private sealed class ServerFid(MemoryFile file)
    {
        public MemoryFile File { get; set; } = file;

        public bool IsOpen { get; set; }

        public OpenFlags Flags { get; set; }

        /// <summary>Where the last Twalk found it; null for a clone and for the root.</summary>
        public MemoryFile? Directory { get; set; }

        public string? Name { get; set; }
    }

    /// <summary>What QEMU means by a fid that is not open: the path, and once the file is removed, whatever has taken its name.</summary>
    private static MemoryFile? FindByPath(ServerFid fid) =>
        fid.File.Parent is not null ? fid.File : fid.Name is null ? null : fid.Directory!.Children.GetValueOrDefault(fid.Name);

    public byte[] Handle(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message);
        bool isWhole = reader.TryReadUInt32(out uint size) & reader.TryReadByte(out byte type) & reader.TryReadUInt16(out ushort tag);
        if (!isWhole || size != message.Length)
        {
            throw new InvalidOperationException($"bad frame: size {size} of {message.Length} bytes");
        }

        if (LacksNamesInDirectories && (MessageType)type is (MessageType.Tunlinkat or MessageType.Trenameat))
        {
            return Error(tag, Errno.EOPNOTSUPP);
        }

        return (MessageType)type switch
        {
            MessageType.Tversion => Version(tag, ref reader),
            MessageType.Tattach => Attach(tag, ref reader),
            MessageType.Twalk => Walk(tag, ref reader),
            MessageType.Tclunk => Clunk(tag, ref reader),
            MessageType.Tflush => Reply(tag, default(Rflush)),
            MessageType.Tlopen => Open(tag, ref reader),
            MessageType.Tlcreate => Create(tag, ref reader),
            MessageType.Tread => Read(tag, ref reader),
            MessageType.Twrite => Write(tag, ref reader),
            MessageType.Treaddir => ReadDirectory(tag, ref reader),
            MessageType.Tgetattr => GetAttributes(tag, ref reader),
            MessageType.Tsetattr => SetAttributes(tag, ref reader),
            MessageType.Tmkdir => MakeDirectory(tag, ref reader),
            MessageType.Tmknod => MakeNode(tag, ref reader),
            MessageType.Tsymlink => MakeSymbolicLink(tag, ref reader),
            MessageType.Treadlink => ReadLink(tag, ref reader),
            MessageType.Tlink => Link(tag, ref reader),
            MessageType.Trenameat => Rename(tag, ref reader),
            MessageType.Tunlinkat => Unlink(tag, ref reader),
            MessageType.Trename => RenameFid(tag, ref reader),
            MessageType.Tremove => Remove(tag, ref reader),
            MessageType.Tstatfs => Statistics(tag, ref reader),
            MessageType.Tfsync => Synchronize(tag, ref reader),
            _ => Error(tag, Errno.EOPNOTSUPP),
        };
    }

    /// <summary>A reply as bytes, with data behind it.</summary>
    public static byte[] Reply<TMessage>(ushort tag, in TMessage message, ReadOnlySpan<byte> data = default)
        where TMessage : struct, IMessage<TMessage>, allows ref struct
    {
        var buffer = new byte[65536];
        Result<int> length = WireWriter.Encode(buffer, tag, message, data.Length);
        if (length.IsError)
        {
            throw new InvalidOperationException("the reply is too long");
        }

        var reply = new byte[length.Value + data.Length];
        buffer.AsSpan(0, length.Value).CopyTo(reply);
        data.CopyTo(reply.AsSpan(length.Value));
        return reply;
    }

    public static byte[] Error(ushort tag, Errno error) => Reply(tag, new Rlerror((uint)error));

    private static TMessage Decode<TMessage>(ref WireReader reader)
        where TMessage : struct, IMessage<TMessage>, allows ref struct
    {
        if (!TMessage.TryDecode(ref reader, out TMessage message) || (reader.Remaining != 0 && TMessage.Type != MessageType.Twrite))
        {
            throw new InvalidOperationException($"bad {TMessage.Type}");
        }

        return message;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private byte[] Version(ushort tag, ref WireReader reader)
    {
        Tversion message = Decode<Tversion>(ref reader);
        if (tag != Wire9P.NoTag)
        {
            return Error(tag, Errno.EINVAL);
        }

        if (message.MessageSize < Wire9P.MinimumMessageSize)
        {
            return Error(tag, Errno.EMSGSIZE);
        }

        _fids.Clear();
        MessageSize = Math.Min(message.MessageSize, MessageSizeLimit);
        return message.Version.SequenceEqual("9P2000.L"u8)
            ? Reply(tag, new Rversion(MessageSize, message.Version))
            : Reply(tag, new Rversion(MessageSize, "unknown"u8));
    }

    private byte[] Attach(ushort tag, ref WireReader reader)
    {
        Tattach message = Decode<Tattach>(ref reader);
        if (!_fids.TryAdd(message.Fid, new ServerFid(Tree.Root)))
        {
            return Error(tag, Errno.EINVAL);
        }

        LastUserName = Text(message.UserName);
        LastAttachName = Text(message.AttachName);
        return Reply(tag, new Rattach(Tree.Root.Qid));
    }

    private byte[] Clunk(ushort tag, ref WireReader reader) =>
        _fids.Remove(Decode<Tclunk>(ref reader).Fid) ? Reply(tag, default(Rclunk)) : Error(tag, Errno.ENOENT);

    /// <summary>Follows nothing and checks little: "file/.." succeeds, and what is behind the first missing name is cut off.</summary>
    private byte[] Walk(ushort tag, ref WireReader reader)
    {
        Twalk message = Decode<Twalk>(ref reader);
        if (!_fids.TryGetValue(message.Fid, out ServerFid? from))
        {
            return Error(tag, Errno.ENOENT);
        }

        MemoryFile? at = FindByPath(from);
        if (_fids.ContainsKey(message.NewFid) || at is null)
        {
            // Either is in use, or QEMU would look for a path that is gone.
            return Error(tag, _fids.ContainsKey(message.NewFid) ? Errno.EINVAL : Errno.ENOENT);
        }

        MemoryFile above = at.Parent!;
        string? last = null;
        var qids = new byte[Limits.WalkNames * Wire9P.QidLength];
        var writer = new WireWriter(qids);
        for (int index = 0; index < message.Names.Count; index++)
        {
            string name = Text(message.Names[index]);
            MemoryFile? next = name == ".." ? above : name == "." ? at : at.Children.GetValueOrDefault(name);
            if (next is null)
            {
                return index == 0 ? Error(tag, Errno.ENOENT) : Reply(tag, new Rwalk(qids.AsSpan(0, writer.Length)));
            }

            above = name == ".." ? next.Parent! : at;
            last = name is "." or ".." ? null : name;
            at = next;
            writer.TryWriteQid(at.Qid);
        }

        _fids.Add(message.NewFid, new ServerFid(at) { Directory = above, Name = last });
        return Reply(tag, new Rwalk(qids.AsSpan(0, writer.Length)));
    }
}
