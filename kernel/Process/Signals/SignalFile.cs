// signalfd(2): signals that are blocked, read as records instead of handled. SignalFileSyscalls hands them out.
namespace Kernel.Process.Signals;

using System;
using System.Buffers.Binary;
using Kernel.Abi;
using Kernel.Abi.Structures;
using Kernel.Scheduling;
using Vfs;
using Vfs.Events;

/// <summary>What waits for the reader's thread or for the process; the file itself holds nothing but a mask.</summary>
public sealed class SignalFile : AnonymousNode
{
    /// <summary>struct signalfd_siginfo (include/uapi/linux/signalfd.h).</summary>
    private const int RecordBytes = 128;

    private readonly SignalTable _table;

    /// <param name="arrivals">Woken whenever a signal comes.</param>
    public SignalFile(SignalTable table, WaitQueue arrivals)
        : base(arrivals)
    {
        _table = table;
    }

    /// <summary>The signals that are read here, bit n-1 for signal n.</summary>
    public ulong Mask { get; set; }

    protected override ReadOnlySpan<byte> Name => "anon_inode:[signalfd]"u8;

    public override Result<int> Read(OpenFile file, long offset, IoBuffer into)
    {
        if (into.Length < RecordBytes)
        {
            return Errno.EINVAL;
        }

        int done = 0;
        while (into.Length - done >= RecordBytes)
        {
            if (_table.Take(Current.Thread, Mask, out SignalInformation information))
            {
                Span<byte> record = stackalloc byte[RecordBytes];
                Write(in information, record);
                Errno bad = into.Put(done, record);
                if (bad != Errno.None)
                {
                    return done != 0 ? done : bad;
                }

                done += RecordBytes;
                continue;
            }

            if (done != 0)
            {
                break;
            }

            Errno error = file.IsNonBlocking ? Errno.EAGAIN : Waiters.Wait();
            if (error != Errno.None)
            {
                return error;
            }
        }

        return done;
    }

    public override PollEvents Poll(OpenFile file)
    {
        ulong waiting = _table.Current.Pending.Set | _table.Shared.Set;
        return (waiting & Mask) != 0 ? PollEvents.Read : PollEvents.None;
    }

    private static void Write(in SignalInformation information, Span<byte> record)
    {
        record.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(record, information.Number);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], information.Error);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], information.Code);
        uint low = (uint)information.First, high = (uint)(information.First >> 32);
        switch (information.Code)
        {
            case SignalInformation.FromTimer:
                BinaryPrimitives.WriteUInt32LittleEndian(record[24..], low);
                BinaryPrimitives.WriteUInt32LittleEndian(record[32..], high);
                break;
            case > 0 and not SignalInformation.FromTheKernel:
                BinaryPrimitives.WriteUInt64LittleEndian(record[72..], information.First);
                return;
            default:
                BinaryPrimitives.WriteUInt32LittleEndian(record[12..], low);
                BinaryPrimitives.WriteUInt32LittleEndian(record[16..], high);
                break;
        }

        if (information.Code is SignalInformation.FromQueue or SignalInformation.FromTimer)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(record[44..], (uint)information.Second);
            BinaryPrimitives.WriteUInt64LittleEndian(record[48..], information.Second);
        }
    }
}
