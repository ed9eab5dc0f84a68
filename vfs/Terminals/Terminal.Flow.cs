// ^S and ^Q: output that waits until the user wants to see more. Typing, writing and ioctl(2) of Terminal call it.
namespace Vfs.Terminals;

using Kernel.Abi;

public sealed partial class Terminal
{
    private bool _isStopped;

    /// <summary>^S and ^Q; one key for both changes between them.</summary>
    private bool ControlsFlow(byte value)
    {
        bool starts = _settings.Is(ControlCharacter.Start, value), stops = _settings.Is(ControlCharacter.Stop, value);
        if (starts || stops)
        {
            SetStopped(stops && !(starts && _isStopped));
        }

        return starts || stops;
    }

    /// <summary>tcflow(3). Nothing is sent to the other side to make it wait.</summary>
    private Errno ChangeFlow(int action)
    {
        const int outputOff = 0, outputOn = 1, inputOff = 2, inputOn = 3;
        if (action is outputOff or outputOn)
        {
            SetStopped(action == outputOff);
        }

        return action is outputOff or outputOn or inputOff or inputOn ? Errno.None : Errno.EINVAL;
    }

    private Errno WaitWhileStopped(OpenFile file)
    {
        Errno error = Errno.None;
        while (_isStopped && !_hasHungUp && error == Errno.None)
        {
            error = file.IsNonBlocking ? Errno.EAGAIN : _readers.Wait();
        }

        return error;
    }

    private void SetStopped(bool isStopped)
    {
        bool goesOn = _isStopped && !isStopped;
        _isStopped = isStopped;
        if (goesOn)
        {
            _readers.Announce(PollEvents.Write);
        }
    }
}
