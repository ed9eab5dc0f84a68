// Every message from text vectors: read, written and printed; cut at every byte; with too little room.
namespace NinePFs.Tests.Messages;

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kernel.Abi;
using NinePFs;
using NinePFs.Wire;
using Xunit;

public sealed class VectorTests
{
    private static readonly List<MessageVector> s_vectors = MessageVector.ReadAll();

    public static TheoryData<string> Vectors => new(s_vectors.Select(vector => vector.ToString()));

    private static MessageVector Find(string name) => s_vectors.Single(vector => vector.ToString() == name);

    [Fact]
    public void EveryMessageTypeHasAVector() =>
        Assert.Equal(
            Enum.GetValues<MessageType>().Where(type => type != MessageType.None).Order(),
            s_vectors.Select(vector => vector.Type).Distinct().Order());

    [Theory]
    [MemberData(nameof(Vectors))]
    public void BytesReadAsTheText(string name)
    {
        MessageVector vector = Find(name);
        var text = new TextBuilder(new byte[2000]);
        MessageText.Append(ref text, vector.Bytes);
        Assert.Equal(vector.Text, Encoding.Latin1.GetString(text.Text));
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void FieldsAreWrittenAsTheBytes(string name) => MessageDispatch.Run(Find(name).Type, new RoundTrip(Find(name).Bytes));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void CutAtAnyByteIsRefused(string name) => MessageDispatch.Run(Find(name).Type, new Truncation(Find(name).Bytes));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void TooLittleRoomIsRefused(string name) => MessageDispatch.Run(Find(name).Type, new LittleRoom(Find(name).Bytes));

    [Theory]
    [MemberData(nameof(Vectors))]
    public void PrintingACutMessageStaysInBounds(string name)
    {
        byte[] bytes = Find(name).Bytes;
        for (int length = 0; length < bytes.Length; length++)
        {
            var text = new TextBuilder(new byte[64]);
            MessageText.Append(ref text, bytes.AsSpan(0, length));
            Assert.NotEqual(0, text.Length);
        }
    }

    private static ReadOnlySpan<byte> BodyOf(byte[] message) => message.AsSpan(Wire9P.HeaderLength);

    private sealed class RoundTrip(byte[] bytes) : IMessageAction
    {
        public void Run<TMessage>()
            where TMessage : struct, IMessage<TMessage>, allows ref struct
        {
            var reader = new WireReader(BodyOf(bytes));
            Assert.True(TMessage.TryDecode(ref reader, out TMessage message));
            ReadOnlySpan<byte> data = reader.Rest;
            var written = new byte[bytes.Length];
            Result<int> length = WireWriter.Encode(written, (ushort)(bytes[5] | bytes[6] << 8), message, data.Length);
            Assert.False(length.IsError);
            data.CopyTo(written.AsSpan(length.Value));
            Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(written));
            Assert.Equal((MessageType)bytes[4], TMessage.Type);
        }
    }

    private sealed class Truncation(byte[] bytes) : IMessageAction
    {
        public void Run<TMessage>()
            where TMessage : struct, IMessage<TMessage>, allows ref struct
        {
            var whole = new WireReader(BodyOf(bytes));
            TMessage.TryDecode(ref whole, out _);
            for (int length = 0; length < whole.Position; length++)
            {
                var reader = new WireReader(BodyOf(bytes)[..length]);
                Assert.False(TMessage.TryDecode(ref reader, out _), $"accepted {length} bytes of {whole.Position}");
            }
        }
    }

    private sealed class LittleRoom(byte[] bytes) : IMessageAction
    {
        public void Run<TMessage>()
            where TMessage : struct, IMessage<TMessage>, allows ref struct
        {
            var reader = new WireReader(BodyOf(bytes));
            Assert.True(TMessage.TryDecode(ref reader, out TMessage message));
            for (int room = 0; room < Wire9P.HeaderLength + reader.Position; room++)
            {
                Assert.Equal(Errno.ENAMETOOLONG, WireWriter.Encode(new byte[room], 1, message, 0).Error);
            }
        }
    }
}
