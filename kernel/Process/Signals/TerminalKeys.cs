// The terminal's keys as signals to the app; a second Ctrl-C within a second ends it whatever it does. AppSession connects it.
namespace Kernel.Process.Signals;

using Kernel.Abi.Structures;
using Kernel.Time;
using Vfs.Terminals;

public sealed class TerminalKeys : TerminalSignals
{
    private const ulong Impatience = 1_000_000_000;

    private readonly Process _process;
    private readonly SignalSender _signals;
    private ulong _lastInterrupt;
    private bool _wasInterrupted;

    public TerminalKeys(Process process, SignalSender signals)
    {
        _process = process;
        _signals = signals;
    }

    public override void Send(TerminalKey key)
    {
        if (key == TerminalKey.Interrupt)
        {
            ulong now = Clock.Nanoseconds;
            if (_wasInterrupted && now - _lastInterrupt < Impatience)
            {
                _process.Kill(Signal.Interrupt);
                return;
            }

            _wasInterrupted = true;
            _lastInterrupt = now;
        }

        Signal signal = key switch
        {
            TerminalKey.Interrupt => Signal.Interrupt,
            TerminalKey.Quit => Signal.Quit,
            TerminalKey.Suspend => Signal.KeyboardStop,
            TerminalKey.Resize => Signal.WindowChange,
            _ => Signal.HangUp,
        };
        _signals.SendToProcess(SignalInformation.FromKernel((int)signal));
    }
}
