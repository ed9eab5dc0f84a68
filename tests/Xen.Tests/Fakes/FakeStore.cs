// A xenstored in the same process: it has the other view of the ring's page, runs when it is rung, and can be told to misbehave.
namespace Xen.Tests.Fakes;

using System;
using System.Collections.Generic;
using Drivers.Xen;
using Drivers.Xen.Store;

/// <summary>Which daemon it acts.</summary>
public enum StoreRules
{
    /// <summary>The one in C.</summary>
    Xenstored,

    /// <summary>The one in OCaml: no error field, its own word for quotas, no DIRECTORY_PART.</summary>
    Oxenstored,
}

public sealed partial class FakeStore
{
    public const int Domain = 5;

    private const int Ring = 1024, RequestConsumer = 2048, RequestProducer = 2052, ReplyConsumer = 2056, ReplyProducer = 2060, Features = 2064;

    private readonly byte[] _page = PinnedPages.Allocate(1);
    private readonly SharedMemory _memory;
    private readonly List<byte> _input = [];
    private readonly List<byte> _output = [];
    private readonly StoreRules _rules;

    /// <param name="start">Where all four indices begin.</param>
    public FakeStore(StoreRules rules = StoreRules.Xenstored, uint start = 0)
    {
        _rules = rules;
        _memory = PinnedPages.View(_page);
        foreach (int index in new[] { RequestConsumer, RequestProducer, ReplyConsumer, ReplyProducer })
        {
            _memory.WriteUInt32(index, start);
        }

        _memory.WriteUInt32(Features, rules == StoreRules.Xenstored ? 3u : 0);
        Channels = new FakeStoreChannels(this);
        Wait = new FakeStoreWait(this);
        Tree.Changed += FireWatches;
    }

    /// <summary>Our view of the page, to break it.</summary>
    public SharedMemory Memory => _memory;

    public FakeStoreTree Tree { get; } = new();

    public FakeStoreChannels Channels { get; }

    public FakeStoreWait Wait { get; }

    /// <summary>Bytes that it reads and writes at most before the client looks again.</summary>
    public int ReadChunk { get; set; } = Ring;

    public int WriteChunk { get; set; } = Ring;

    /// <summary>It does not run at all.</summary>
    public bool IsDead { get; set; }

    /// <summary>It has been rung, or has more to do by itself.</summary>
    public bool IsRunnable { get; private set; }

    /// <summary>Bytes that it would write if there were room.</summary>
    public int Backlog => _output.Count;

    public StoreClient Connect(int watches = 8) =>
        StoreClient.Open(PinnedPages.View(_page), Channels, FakeStoreChannels.Port, Wait, watches).Value;

    /// <summary>The client has rung.</summary>
    public void Rung() => IsRunnable = true;

    /// <summary>One turn: reads, answers, writes. Rings the client when it did anything that the client may wait for.</summary>
    public void Run()
    {
        if (IsDead)
        {
            return;
        }

        IsRunnable = false;
        bool hasRead = TakeInput();
        while (_input.Count >= StoreHeader.Bytes && TakeRequest())
        {
        }

        bool hasWritten = PutOutput();
        if (hasRead || hasWritten)
        {
            Channels.Ring();
        }

        // A full ring ends its work until it is rung; anything else it goes on with.
        bool isFull = _memory.ReadUInt32(ReplyProducer) - _memory.ReadUInt32(ReplyConsumer) == Ring;
        IsRunnable |= (_output.Count != 0 && !isFull) || _memory.ReadUInt32(RequestProducer) != _memory.ReadUInt32(RequestConsumer);
    }

    /// <summary>Sends a message that nobody asked for.</summary>
    public void Send(uint type, uint request, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[StoreHeader.Bytes];
        new StoreHeader((StoreMessageType)type, request, 0, (uint)payload.Length).Write(header);
        SendRaw(header);
        SendRaw(payload);
    }

    public void SendRaw(ReadOnlySpan<byte> bytes)
    {
        _output.AddRange(bytes.ToArray());
        IsRunnable = true;
    }

    private bool TakeInput()
    {
        uint consumer = _memory.ReadUInt32(RequestConsumer);
        int count = (int)Math.Min((uint)ReadChunk, _memory.ReadUInt32(RequestProducer) - consumer);
        for (int i = 0; i < count; i++)
        {
            _input.Add(_memory.ReadByte((int)((consumer + (uint)i) % Ring)));
        }

        _memory.WriteUInt32(RequestConsumer, consumer + (uint)count);
        return count != 0;
    }

    private bool PutOutput()
    {
        uint producer = _memory.ReadUInt32(ReplyProducer);
        int free = Ring - (int)(producer - _memory.ReadUInt32(ReplyConsumer));
        int count = Math.Min(Math.Min(WriteChunk, free), _output.Count);
        for (int i = 0; i < count; i++)
        {
            _memory.WriteByte(Ring + (int)((producer + (uint)i) % Ring), _output[i]);
        }

        _output.RemoveRange(0, count);
        _memory.WriteUInt32(ReplyProducer, producer + (uint)count);
        return count != 0;
    }

    private bool TakeRequest()
    {
        byte[] bytes = _input.ToArray();
        StoreHeader header = StoreHeader.Read(bytes);
        Xunit.Assert.True(header.Length <= StoreClient.LongestPayload, "a longer message ends the connection");
        int length = StoreHeader.Bytes + (int)header.Length;
        if (bytes.Length < length)
        {
            return false;
        }

        _input.RemoveRange(0, length);
        Answer(header, bytes[StoreHeader.Bytes..length]);
        return true;
    }
}
