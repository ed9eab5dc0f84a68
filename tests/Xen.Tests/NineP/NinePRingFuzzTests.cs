// Ten million steps of a ring with another side that writes anything anywhere, from fixed seeds. What may never happen: an access
// outside the ring's memory (SharedMemory throws), more taken in than there is room for, a size that was not judged, lost bytes.
namespace Xen.Tests.NineP;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Drivers.Xen;
using Drivers.Xen.NineP;
using NinePFs;
using Xen.Tests.Fakes;
using Xunit;

public sealed class NinePRingFuzzTests
{
    private const int Steps = 10_000_000, Half = 4096, Longest = 1500, LongestLife = 4000;

    [Fact]
    public void AHostileBackendNeverReachesFurther()
    {
        var random = new Random(9);
        var ends = new Dictionary<PoisonReason, int>();
        SharedMemory page = HeapMemory.Make(4096), data = HeapMemory.Make(2 * Half);
        for (int done = 0; done < Steps;)
        {
            var life = new Life(page, data, random);
            done += life.Run(out PoisonReason end);
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        Assert.All(
            (PoisonReason[])[PoisonReason.None, PoisonReason.RingIndices, PoisonReason.ReplyTooShort, PoisonReason.ReplyTooLarge],
            reason => Assert.True(ends.GetValueOrDefault(reason) > 10, $"{reason} hardly came up"));
    }

    private sealed class Life
    {
        private readonly SharedMemory _page;
        private readonly SharedMemory _data;
        private readonly Random _random;
        private readonly NinePRing _ring;
        private readonly BackendRing _backend;
        private readonly Queue<int> _replyLengths = [];
        private readonly Queue<(ushort Tag, int ReplyLength)> _asked = [];
        private readonly byte[] _scratch = new byte[Longest];
        private readonly bool _isHostile;
        private bool _isHonest = true;
        private ushort _tag;
        private int _partLeft;

        public Life(SharedMemory page, SharedMemory data, Random random)
        {
            _page = page;
            _data = data;
            _random = random;
            _isHostile = random.Next(8) != 0;
            uint start = random.Next(2) == 0 ? 0 : (uint)random.NextInt64(1L << 32);
            _ring = new NinePRing(page, data, start);
            _ring.Describe([1, 2]);
            _backend = new BackendRing(page, data, start);
        }

        public int Run(out PoisonReason end)
        {
            end = PoisonReason.None;
            int step = 0;
            while (step < LongestLife && end == PoisonReason.None)
            {
                step++;
                end = Step(_random.Next(100));
                Assert.InRange(_ring.InUsed, 0, Half);
                Assert.InRange(_ring.OutUsed, 0, Half);
                Assert.InRange(_ring.Reserved, 0, Half - 1);
                Assert.True(_ring.Size == 0 || _ring.Size is >= 7 and <= Longest);
            }

            Assert.True(end == PoisonReason.None || !_isHonest, $"{end} after {step} honest steps");
            return step;
        }

        private PoisonReason Step(int choice)
        {
            switch (choice)
            {
                case < 35:
                    Send();
                    return PoisonReason.None;
                case < 65:
                    Answer();
                    return PoisonReason.None;
                case < 99:
                    return Receive();
                default:
                    if (_isHostile && _random.Next(10) == 0)
                    {
                        Lie();
                    }

                    return PoisonReason.None;
            }
        }

        private void Send()
        {
            int length = _random.Next(3) == 0 ? _random.Next(7, Longest) : _random.Next(7, 40);
            int reply = _random.Next(3) == 0 ? _random.Next(7, Longest) : _random.Next(7, 40);
            if (!_ring.HasRoom(length, reply))
            {
                return;
            }

            Span<byte> message = _scratch.AsSpan(0, length);
            Fill(message, ++_tag);
            _ring.Write(message.Slice(0, length / 2));
            if (_random.Next(16) == 0)
            {
                _ring.Withdraw();
                return;
            }

            _ring.Write(message.Slice(length / 2));
            _ring.Publish(reply);
            _replyLengths.Enqueue(reply);
            _asked.Enqueue((_tag, reply));
        }

        private void Answer()
        {
            if (_partLeft != 0)
            {
                int more = _random.Next(1, _partLeft + 1);
                _backend.Publish(more);
                _partLeft -= more;
                return;
            }

            if (!_isHonest || _asked.Count == 0)
            {
                return;
            }

            byte[] message = _backend.Take()!;
            (ushort tag, int longest) = _asked.Dequeue();
            Assert.Equal(tag, BinaryPrimitives.ReadUInt16LittleEndian(message.AsSpan(5)));
            AssertFilled(message);
            Span<byte> reply = stackalloc byte[_random.Next(7, longest + 1)];
            Fill(reply, tag);
            Assert.True(reply.Length <= _backend.FreeAsQemuSeesIt);
            _backend.Write(reply);
            _partLeft = reply.Length;
        }

        private PoisonReason Receive()
        {
            PoisonReason fault = _ring.Look();
            while (fault == PoisonReason.None && _ring.TryTakeHeader(Longest, out fault))
            {
                Span<byte> reply = _scratch.AsSpan(0, _ring.Size);
                _ring.Read(0, reply);
                if (_isHonest)
                {
                    AssertFilled(reply);
                    Assert.Equal(_ring.Tag, BinaryPrimitives.ReadUInt16LittleEndian(reply.Slice(5)));
                }

                _ring.Consume(_replyLengths.Count == 0 ? 0 : _replyLengths.Dequeue());
            }

            return fault;
        }

        private void Lie()
        {
            _isHonest = false;
            switch (_random.Next(5))
            {
                case 0:
                    _page.WriteUInt32(_random.Next(4) switch { 0 => 0, 1 => 4, 2 => 64, _ => 68 }, (uint)_random.NextInt64(1L << 32));
                    break;
                case 1:
                    _backend.LieAboutInProduced(_backend.InProduced + (uint)_random.Next(Half));
                    break;
                case 2:
                    _backend.LieAboutOutConsumed(_backend.OutConsumed + (uint)_random.Next(Half));
                    break;
                case 3:
                    Span<byte> size = stackalloc byte[4];
                    BinaryPrimitives.WriteInt32LittleEndian(size, _random.Next(_random.Next(2) == 0 ? 10 : 2 * Longest));
                    _backend.Write(size);
                    _backend.Publish(_random.Next(1, 64));
                    break;
                default:
                    Span<byte> noise = stackalloc byte[256];
                    for (int at = 0; at < Half; at += noise.Length)
                    {
                        _random.NextBytes(noise);
                        _data.Write(at, noise);
                    }

                    _backend.Publish(_random.Next(1, 64));
                    break;
            }
        }

        private static void Fill(Span<byte> message, ushort tag)
        {
            BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
            message[4] = 1;
            BinaryPrimitives.WriteUInt16LittleEndian(message.Slice(5), tag);
            message.Slice(7).Fill((byte)(tag + message.Length));
        }

        private static void AssertFilled(ReadOnlySpan<byte> message)
        {
            Assert.Equal(message.Length, BinaryPrimitives.ReadInt32LittleEndian(message));
            ushort tag = BinaryPrimitives.ReadUInt16LittleEndian(message.Slice(5));
            Assert.False(message.Slice(7).ContainsAnyExcept((byte)(tag + message.Length)));
        }
    }
}
