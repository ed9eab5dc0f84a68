// Ten million steps of each ring with a device that writes anything anywhere, from fixed seeds. What may never happen: an access
// outside the queue's memory (RingMemory throws), an answer for a slot that is not out, a length beyond its room, a slot lost.
namespace Virtio.Tests;

using System;
using System.Collections.Generic;
using Drivers.Virtio;
using NinePFs;
using Virtio.Tests.Fakes;
using Xunit;

public sealed class QueueFuzzTests
{
    private const int Steps = 10_000_000, Size = 8, Segments = 4, ShortestAnswer = 7, LongestLife = 5_000;

    [Theory]
    [InlineData(RingKind.Split)]
    [InlineData(RingKind.Legacy)]
    [InlineData(RingKind.Packed)]
    public void AHostileDeviceNeverReachesFurther(RingKind kind)
    {
        var random = new Random(19 + (int)kind);
        var ends = new int[Enum.GetValues<PoisonReason>().Length];
        for (int done = 0; done < Steps;)
        {
            var run = new Run(kind, random);
            for (int life = 0; life < 200; life++)
            {
                done += run.Live(LongestLife, ends);
            }
        }

        Assert.All(
            (PoisonReason[])[
                PoisonReason.UsedIdOutOfRange, PoisonReason.UsedIdNotPending, PoisonReason.UsedIndexJump,
                PoisonReason.UsedLengthTooLarge, PoisonReason.UsedLengthTooShort],
            reason => Assert.NotEqual(0, ends[(int)reason]));
    }

    private sealed class Run
    {
        private readonly GuestMemory _memory = new(0x1000_0000, 1 << 16);
        private readonly uint[] _rooms = new uint[Size];
        private readonly List<int> _out = [];
        private readonly QueueLayout _layout;
        private readonly FakeDevice _device;
        private readonly Queue _queue;
        private readonly Random _random;
        private readonly bool _isInOrder;
        private bool _isHonest = true;

        public Run(RingKind kind, Random random)
        {
            _random = random;
            _isInOrder = random.Next(3) == 0;
            VirtioFeatures features = Session.FeaturesOf(kind, random.Next(2) == 0, _isInOrder);
            _layout = QueueFormat.LayOut(features, Size, isSizeFixed: false, Size, Segments);
            ulong ring = _memory.Allocate(_layout.Length);
            _device = FakeDevice.Of(_memory, ring, _layout, (features & VirtioFeatures.EventIndex) != 0);
            _queue = QueueFormat.Make(new RingMemory(_memory, ring, _layout), _layout, features);
        }

        /// <summary>From one reset to the next.</summary>
        public int Live(int steps, int[] ends)
        {
            int step = 0;
            PoisonReason fault = PoisonReason.None;
            while (step < steps && fault == PoisonReason.None)
            {
                step++;
                fault = Step(_random.Next(64));
            }

            ends[(int)fault]++;
            Assert.True(fault == PoisonReason.None || !_isHonest, $"{fault} after {step} honest steps");
            Assert.Equal(_out.Count, _queue.InUse);
            _out.ForEach(_queue.Return);
            Assert.Equal(0, _queue.InUse);
            _out.Clear();
            Array.Clear(_rooms);
            _queue.Reset();
            _device.Restart();
            _isHonest = true;
            return step;
        }

        private PoisonReason Step(int choice)
        {
            switch (choice)
            {
                case < 20:
                    Post();
                    break;
                case < 38:
                    Answer();
                    break;
                case < 56:
                    return Take();
                case < 58:
                    _queue.TakeNotification();
                    break;
                case < 60:
                    _queue.ArmInterrupt();
                    break;
                case < 62:
                    _queue.DisarmInterrupt();
                    break;
                case 62 when _random.Next(8) == 0:
                    _isHonest = false;
                    _device.Lie(_random);
                    break;
                case 63 when _random.Next(4) == 0:
                    _isHonest = false;
                    _memory.Write64(_device.Address(_random.Next(_layout.Length / 8) * 8), (ulong)_random.NextInt64());
                    break;
            }

            return PoisonReason.None;
        }

        private void Post()
        {
            int slot = _queue.TakeSlot();
            Assert.Equal(_out.Count == Size, slot < 0);
            if (slot < 0)
            {
                return;
            }

            Assert.Equal(0u, _rooms[slot]);
            if (_random.Next(8) == 0)
            {
                _queue.Return(slot);
                return;
            }

            int count = 1 + _random.Next(Segments);
            for (int i = 0; i < count; i++)
            {
                _queue.WriteEntry(slot, i, 0x1000, 0x1000, isWritable: i > 0, isLast: i == count - 1);
            }

            _rooms[slot] = (uint)(ShortestAnswer + _random.Next(1 << 20));
            _out.Add(slot);
            _queue.Post(slot, count, _rooms[slot]);
        }

        private void Answer()
        {
            // Answers that were put and not taken are still in the list, so as a rule only a driver that keeps up is answered.
            if (_out.Count == 0 || Take() != PoisonReason.None || _out.Count == 0)
            {
                return;
            }

            int batch = _isInOrder ? 1 + _random.Next(_out.Count) : 1;
            int slot = _isInOrder ? _out[batch - 1] : _out[_random.Next(_out.Count)];
            _device.PutUsed((uint)slot, _random.Next(4) == 0 ? _rooms[slot] : ShortestAnswer, batch);
        }

        private PoisonReason Take()
        {
            PoisonReason fault;
            while (_queue.TakeUsed(out int slot, out int length, out fault))
            {
                Assert.InRange(slot, 0, Size - 1);
                Assert.NotEqual(0u, _rooms[slot]);
                bool isSound = length == 0 || (length >= ShortestAnswer && (uint)length <= _rooms[slot]);
                Assert.True(isSound || (_isInOrder && length == Queue.LengthUnknown));
                _rooms[slot] = 0;
                Assert.True(_out.Remove(slot));
            }

            return fault;
        }
    }
}
