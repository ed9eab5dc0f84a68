// The other side of a PV console as xenconsoled plays it: takes output when it is rung, rings back when it has taken some, sends input.
namespace Xen.Tests.Fakes;

using System;
using System.Collections.Generic;
using Drivers.Xen;

public sealed class FakeConsole
{
    private const int InputConsumed = 3072, InputProduced = 3076, OutputConsumed = 3080, OutputProduced = 3084, Output = 1024;

    private readonly byte[] _page = PinnedPages.Allocate(1);
    private readonly SharedMemory _view;
    private uint _outputConsumed;
    private uint _inputProduced;

    /// <param name="firstIndex">Where all four indices begin.</param>
    public FakeConsole(uint firstIndex = 0)
    {
        _view = PinnedPages.View(_page);
        _outputConsumed = firstIndex;
        _inputProduced = firstIndex;
        foreach (int index in new[] { InputConsumed, InputProduced, OutputConsumed, OutputProduced })
        {
            _view.WriteUInt32(index, firstIndex);
        }

        Channel = new FakeChannel(this);
        Ring = new ConsoleRing(PinnedPages.View(_page), Channel);
        Event.Ring = Ring;
    }

    public ConsoleRing Ring { get; }

    public FakeChannel Channel { get; }

    public ConsoleEvent Event { get; } = new();

    /// <summary>What has been taken.</summary>
    public List<byte> Taken { get; } = [];

    /// <summary>Takes what is there as soon as it is rung.</summary>
    public bool IsQuick { get; set; }

    public uint InputTaken => _view.ReadUInt32(InputConsumed);

    public uint OutputMade => _view.ReadUInt32(OutputProduced);

    /// <summary>Takes output, as much as is there, and rings back if that was anything.</summary>
    public int Take(int most = int.MaxValue)
    {
        uint produced = _view.ReadUInt32(OutputProduced);
        int count = (int)Math.Min((uint)most, produced - _outputConsumed);
        for (int i = 0; i < count; i++)
        {
            Taken.Add(_view.ReadByte(Output + (int)(_outputConsumed++ % ConsoleRing.OutputBytes)));
        }

        if (count != 0)
        {
            _view.WriteUInt32(OutputConsumed, _outputConsumed);
            Event.Handle();
        }

        return count;
    }

    /// <summary>Sends as much input as there is room for, and rings.</summary>
    public int Send(ReadOnlySpan<byte> input)
    {
        int count = (int)Math.Min((uint)input.Length, ConsoleRing.InputBytes - (_inputProduced - InputTaken));
        for (int i = 0; i < count; i++)
        {
            _view.WriteByte((int)(_inputProduced++ % ConsoleRing.InputBytes), input[i]);
        }

        _view.WriteUInt32(InputProduced, _inputProduced);
        Event.Handle();
        return count;
    }

    /// <summary>Claims to have taken more than there was, or to have sent more than there is room for.</summary>
    public void Lie(uint outputConsumed, uint inputProduced)
    {
        _view.WriteUInt32(OutputConsumed, outputConsumed);
        _view.WriteUInt32(InputProduced, inputProduced);
    }

    /// <summary>Its process lives.</summary>
    public bool IsAlive { get; set; } = true;

    public sealed class FakeChannel(FakeConsole console) : EventChannel
    {
        public override uint Port => 2;

        public override bool IsConnected => console.IsAlive;

        /// <summary>Times that the guest rang.</summary>
        public int Rung { get; private set; }

        public override void Notify()
        {
            Rung++;
            if (console.IsQuick)
            {
                console.Take();
            }
        }

        public override void Unmask()
        {
        }

        public override void Mask()
        {
        }

        public override void Close()
        {
        }
    }
}
