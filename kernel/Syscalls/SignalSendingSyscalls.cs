// Sending signals: kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo. There is one process, in one group. SyscallTable calls.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Process;
using Kernel.Process.Signals;
using Kernel.Scheduling;

public sealed class SignalSendingSyscalls
{
    private readonly Process _process;
    private readonly SignalSender _sender;
    private readonly ThreadTable _threads;

    public SignalSendingSyscalls(Process process, SignalSender sender, ThreadTable threads)
    {
        _process = process;
        _sender = sender;
        _threads = threads;
    }

    /// <summary>kill(2). -1 is everybody but the sender, so nobody.</summary>
    public Errno ToProcess(int process, int signal)
    {
        if (signal != 0 && !SignalTable.IsValid(signal))
        {
            return Errno.EINVAL;
        }

        if (process is not (Process.Id or 0 or -Process.Id))
        {
            return Errno.ESRCH;
        }

        return signal == 0 ? Errno.None : _sender.SendToProcess(Describe(signal, SignalInformation.FromUser));
    }

    public Errno ToThread(int process, int thread, int signal)
    {
        Errno error = Find(process, thread, signal, out Thread? target);
        return error != Errno.None || signal == 0 ? error : _sender.SendToThread(target!, Describe(signal, SignalInformation.FromThread));
    }

    public Errno ToThread(int thread, int signal) => ToThread(Process.Id, thread, signal);

    /// <summary>rt_sigqueueinfo(2). The app may say anything of itself, as there is nobody else to deceive.</summary>
    public Errno Queue(int process, int signal, ulong address)
    {
        Errno error = Read(signal, address, out SignalInformation information);
        if (error != Errno.None)
        {
            return error;
        }

        if (process != Process.Id)
        {
            return Errno.ESRCH;
        }

        return signal == 0 ? Errno.None : !SignalTable.IsValid(signal) ? Errno.EINVAL : _sender.SendToProcess(in information);
    }

    public Errno QueueToThread(int process, int thread, int signal, ulong address)
    {
        Errno error = Read(signal, address, out SignalInformation information);
        Thread? target = null;
        error = error != Errno.None ? error : Find(process, thread, signal, out target);
        return error != Errno.None || signal == 0 ? error : _sender.SendToThread(target!, in information);
    }

    private Errno Read(int signal, ulong address, out SignalInformation information)
    {
        Errno error = _process.Memory.Read(address, out SignalRecord record);
        information = record.Information;
        information.Number = signal;
        return error;
    }

    private Errno Find(int process, int thread, int signal, out Thread? target)
    {
        target = null;
        if (process <= 0 || thread <= 0 || (signal != 0 && !SignalTable.IsValid(signal)))
        {
            return Errno.EINVAL;
        }

        target = process == Process.Id ? _threads.Find(thread) : null;
        return target == null ? Errno.ESRCH : Errno.None;
    }

    private SignalInformation Describe(int signal, int code) => SignalInformation.Sent(signal, code, Process.Id, _process.Credentials.Uid);
}
