// Which number is which syscall: one line each, nothing decided here. SyscallEntry calls; docs/compat/syscalls.md lists the same.
namespace Kernel.Syscalls;

using Kernel.Abi;
using Kernel.Arch.X64;
using Kernel.Process;
using Vfs;

/// <summary>The families of syscalls and the switch over them (arch/x86/entry/syscalls/syscall_64.tbl).</summary>
public sealed unsafe class SyscallTable
{
    private const int Here = PathArgument.WorkingDirectory;

    public required FileSyscalls Files { get; init; }

    public required VectorSyscalls Vectors { get; init; }

    public required CopySyscalls Copies { get; init; }

    public required DirectorySyscalls Directories { get; init; }

    public required AttributeSyscalls Attributes { get; init; }

    public required FileTimeSyscalls FileTimes { get; init; }

    public required DescriptorSyscalls Descriptors { get; init; }

    public required DeviceControlSyscalls Devices { get; init; }

    public required PipeSyscalls Pipes { get; init; }

    public required PollSyscalls Polls { get; init; }

    public required SelectSyscalls Selects { get; init; }

    public required EventSyscalls Events { get; init; }

    public required WatchSyscalls Watches { get; init; }

    public required SignalFileSyscalls SignalFiles { get; init; }

    public required EpollSyscalls Epolls { get; init; }

    public required SocketSyscalls Sockets { get; init; }

    public required SocketOptionSyscalls SocketOptions { get; init; }

    public required MessageSyscalls Messages { get; init; }

    public required MemorySyscalls Memory { get; init; }

    public required MemoryFileSyscalls MemoryFiles { get; init; }

    public required ExecuteSyscalls Executions { get; init; }

    public required ThreadSyscalls Threads { get; init; }

    public required FutexSyscalls Futexes { get; init; }

    public required SignalSyscalls Signals { get; init; }

    public required SignalSendingSyscalls SignalSending { get; init; }

    public required TimeSyscalls Times { get; init; }

    public required TimerSyscalls Timers { get; init; }

    public required IdentitySyscalls Identity { get; init; }

    public required CapabilitySyscalls Capabilities { get; init; }

    public required ExtendedAttributeSyscalls ExtendedAttributes { get; init; }

    public required PersonalitySyscalls Personality { get; init; }

    public required ProcessSettingSyscalls Settings { get; init; }

    public required ProcessorSyscalls Processor { get; init; }

    public required SystemSyscalls System { get; init; }

    public UnknownSyscalls Unknown { get; } = new();

    /// <summary>Executes the syscall in the frame; the result goes to rax, an error negated.</summary>
    public Result<long> Dispatch(TrapFrame* frame)
    {
        ulong a = frame->Rdi;
        ulong b = frame->Rsi;
        ulong c = frame->Rdx;
        ulong d = frame->R10;
        ulong e = frame->R8;
        ulong f = frame->R9;
        return frame->Error switch
        {
            0 => Files.Read((int)a, b, c),
            1 => Files.Write((int)a, b, c),
            2 => Files.Open(Here, a, (uint)b, (uint)c),
            3 => Files.Close((int)a),
            4 => Attributes.Status(a, b),
            5 => Attributes.Status((int)a, b),
            6 => Attributes.LinkStatus(a, b),
            7 => Polls.Poll(a, (uint)b, (int)c),
            8 => Files.Seek((int)a, (long)b, (int)c),
            9 => Memory.Map(a, b, (uint)c, (uint)d, (int)e, (long)f),
            10 => Memory.Protect(a, b, (uint)c),
            11 => Memory.Unmap(a, b),
            12 => Memory.Break(a),
            13 => Signals.Action((int)a, b, c, d),
            14 => Signals.ChangeMask((int)a, b, c, d),
            15 => Signals.Return(frame),
            16 => Devices.Control((int)a, (uint)b, c),
            17 => Files.ReadAt((int)a, b, c, (long)d),
            18 => Files.WriteAt((int)a, b, c, (long)d),
            19 => Vectors.Read((int)a, b, (int)c),
            20 => Vectors.Write((int)a, b, (int)c),
            21 => Attributes.CheckAccess(Here, a, (uint)b, 0),
            22 => Pipes.Create(a, 0),
            23 => Selects.Select((int)a, b, c, d, e),
            24 => Threads.Yield(),
            25 => Memory.Remap(a, b, c, (uint)d, e),
            26 => Memory.Synchronize(a, b, (uint)c),
            27 => Memory.FindResident(a, b, c),
            28 => Memory.Advise(a, b, (int)c),
            32 => Descriptors.Duplicate((int)a),
            33 => Descriptors.DuplicateTo((int)a, (int)b),
            34 => Signals.Pause(),
            35 => Times.Sleep(a, b),
            36 => Timers.GetInterval((int)a, b),
            37 => Timers.SetAlarm((uint)a),
            38 => Timers.SetInterval((int)a, b, c),
            39 => Process.Id,
            40 => Copies.Send((int)a, (int)b, c, d),
            41 => Sockets.Create((int)a, (uint)b, (int)c),
            42 => Sockets.Connect((int)a, b, (int)c),
            43 => Sockets.Accept((int)a),
            44 => Messages.SendTo((int)a, b, c, (uint)d, e),
            45 => Messages.ReceiveFrom((int)a, b, c, (uint)d, e, f),
            46 => Messages.SendMessage((int)a, b, (uint)c),
            47 => Messages.ReceiveMessage((int)a, b, (uint)c),
            48 => Sockets.Shutdown((int)a, (int)b),
            49 => Sockets.Bind((int)a, b, (int)c),
            50 => Sockets.Listen((int)a),
            51 => Sockets.GetName((int)a, b, c),
            52 => Sockets.GetPeerName((int)a, b, c),
            53 => Sockets.CreatePair((int)a, (uint)b, (int)c, d),
            54 => SocketOptions.Set((int)a, (int)b, (int)c, d, (int)e),
            55 => SocketOptions.Get((int)a, (int)b, (int)c, d, e),
            56 => Threads.Clone(frame),
            59 => Executions.Execute(a, b, c),
            60 => Threads.Exit((int)a),
            61 => Errno.ECHILD,
            62 => SignalSending.ToProcess((int)a, (int)b),
            63 => System.Name(a),
            72 => Descriptors.Control((int)a, (int)b, c),
            73 => Descriptors.Lock((int)a, (int)b),
            74 => Files.Synchronize((int)a, dataOnly: false),
            75 => Files.Synchronize((int)a, dataOnly: true),
            76 => Attributes.Truncate(a, (long)b),
            77 => Attributes.Truncate((int)a, (long)b),
            79 => Directories.GetWorkingDirectory(a, b),
            80 => Directories.ChangeDirectory(a),
            81 => Directories.ChangeDirectory((int)a),
            82 => Directories.Rename(Here, a, Here, b, 0),
            83 => Directories.MakeDirectory(Here, a, (uint)b),
            84 => Directories.RemoveDirectory(a),
            85 => Files.Create(a, (uint)b),
            86 => Directories.Link(Here, a, Here, b, 0),
            87 => Directories.Unlink(Here, a, 0),
            88 => Directories.MakeSymbolicLink(a, Here, b),
            89 => Directories.ReadLink(Here, a, b, (int)c),
            90 => Attributes.ChangeMode(Here, a, (uint)b, 0),
            91 => Attributes.ChangeMode((int)a, (uint)b),
            92 => Attributes.ChangeOwner(a, (uint)b, (uint)c),
            93 => Attributes.ChangeOwner((int)a, (uint)b, (uint)c),
            94 => Attributes.ChangeLinkOwner(a, (uint)b, (uint)c),
            95 => Identity.SetUmask((uint)a),
            96 => Times.GetTimeOfDay(a, b),
            97 => System.Limit(0, (int)a, 0, b),
            98 => Times.GetUsage((int)a, b),
            99 => System.Memory(a),
            100 => Times.GetTimes(a),
            102 => Identity.Uid,
            104 => Identity.Gid,
            105 => Identity.SetUid((uint)a),
            106 => Identity.SetGid((uint)a),
            107 => Identity.EffectiveUid,
            108 => Identity.EffectiveGid,
            109 => Identity.SetGroupOf((int)a, (int)b),
            110 => 0,
            111 => Process.Id,
            112 => Errno.EPERM,
            113 => Identity.SetRealUid((uint)a, (uint)b),
            114 => Identity.SetRealGid((uint)a, (uint)b),
            115 => Identity.GetGroups((int)a, b),
            116 => Identity.SetGroups((int)a, b),
            117 => Identity.SetUids((uint)a, (uint)b, (uint)c),
            118 => Identity.GetUids(a, b, c),
            119 => Identity.SetGids((uint)a, (uint)b, (uint)c),
            120 => Identity.GetGids(a, b, c),
            121 or 124 => Identity.GetGroupOf((int)a),
            122 => Identity.SetFileUid((uint)a),
            123 => Identity.SetFileGid((uint)a),
            125 => Capabilities.Get(a, b),
            126 => Capabilities.Set(a, b),
            127 => Signals.Pending(a, b),
            128 => Signals.WaitFor(a, b, c, d),
            129 => SignalSending.Queue((int)a, (int)b, c),
            130 => Signals.Suspend(a, b),
            131 => Signals.AlternateStack(a, b),
            132 => FileTimes.SetTimesInSeconds(a, b),
            133 => Directories.MakeNode(Here, a, (uint)b, c),
            135 => Personality.Set((uint)a),
            137 => Attributes.FileSystem(a, b),
            138 => Attributes.FileSystem((int)a, b),
            140 => Personality.GetPriority((int)a, (int)b),
            141 => Personality.SetPriority((int)a, (int)b, (int)c),
            142 => 0,
            143 => Processor.GetParameters(b),
            144 => Processor.CheckPolicy((int)b),
            145 => 0,
            146 => Processor.LargestPriorityOf((int)a),
            147 => Processor.SmallestPriorityOf((int)a),
            148 => Processor.GetInterval(b),
            149 or 150 or 325 => Memory.Lock(a, b),
            151 or 152 => 0,
            157 => Settings.Control((int)a, b, c, d, e),
            158 => Threads.SetThreadPointer((int)a, b),
            160 => System.Limit(0, (int)a, b, 0),
            161 => Directories.ChangeRoot(a),
            162 => System.SynchronizeAll(),
            186 => Threads.CurrentId,
            187 => Files.Check((int)a),
            188 => ExtendedAttributes.Refuse(a, b, follows: true),
            189 => ExtendedAttributes.Refuse(a, b, follows: false),
            190 => ExtendedAttributes.Refuse((int)a, b),
            191 => ExtendedAttributes.Refuse(a, b, follows: true),
            192 => ExtendedAttributes.Refuse(a, b, follows: false),
            193 => ExtendedAttributes.Refuse((int)a, b),
            194 => ExtendedAttributes.List(a, follows: true),
            195 => ExtendedAttributes.List(a, follows: false),
            196 => ExtendedAttributes.List((int)a),
            197 => ExtendedAttributes.Refuse(a, b, follows: true),
            198 => ExtendedAttributes.Refuse(a, b, follows: false),
            199 => ExtendedAttributes.Refuse((int)a, b),
            200 => SignalSending.ToThread((int)a, (int)b),
            201 => Times.GetSeconds(a),
            202 => Futexes.Execute(a, (uint)b, (uint)c, d, e, (uint)f),
            203 => Processor.SetAffinity((int)b, c),
            204 => Processor.GetAffinity((int)b, c),
            213 => Epolls.Create((int)a),
            217 => Directories.ReadEntries((int)a, b, (uint)c),
            218 => Threads.SetTidAddress(a),
            221 => Files.Check((int)a),
            222 => Timers.Create((int)a, b, c),
            223 => Timers.Set((int)a, (uint)b, c, d),
            224 => Timers.Get((int)a, b),
            225 => Timers.GetOverruns((int)a),
            226 => Timers.Delete((int)a),
            228 => Times.GetTime((int)a, b),
            229 => Times.GetResolution((int)a, b),
            230 => Times.Sleep((int)a, (uint)b, c, d),
            231 => Threads.ExitGroup((int)a),
            232 => Epolls.Wait((int)a, b, (int)c, (int)d),
            233 => Epolls.Control((int)a, (int)b, (int)c, d),
            234 => SignalSending.ToThread((int)a, (int)b, (int)c),
            235 => FileTimes.SetTimesInMicroseconds(Here, a, b),
            247 => System.WaitForChild(c),
            251 => Personality.SetIoPriority((int)a, (int)b, (uint)c),
            252 => Personality.GetIoPriority((int)a, (int)b),
            253 => Watches.Create(0),
            254 => Watches.Add((int)a, b, (uint)c),
            255 => Watches.Remove((int)a, (int)b),
            257 => Files.Open((int)a, b, (uint)c, (uint)d),
            258 => Directories.MakeDirectory((int)a, b, (uint)c),
            259 => Directories.MakeNode((int)a, b, (uint)c, d),
            260 => Attributes.ChangeOwner((int)a, b, (uint)c, (uint)d, (uint)e),
            261 => FileTimes.SetTimesInMicroseconds((int)a, b, c),
            262 => Attributes.Status((int)a, b, c, (uint)d),
            263 => Directories.Unlink((int)a, b, (uint)c),
            264 => Directories.Rename((int)a, b, (int)c, d, 0),
            265 => Directories.Link((int)a, b, (int)c, d, (uint)e),
            266 => Directories.MakeSymbolicLink(a, (int)b, c),
            267 => Directories.ReadLink((int)a, b, c, (int)d),
            268 => Attributes.ChangeMode((int)a, b, (uint)c, 0),
            269 => Attributes.CheckAccess((int)a, b, (uint)c, 0),
            270 => Selects.SelectWithMask((int)a, b, c, d, e, f),
            271 => Polls.PollWithMask(a, (uint)b, c, d, e),
            273 => Futexes.SetRobustList(a, b),
            274 => Futexes.GetRobustList((int)a, b, c),
            275 => Copies.Splice((int)a, b, (int)c, d, e, (uint)f),
            277 => Files.Synchronize((int)a, dataOnly: true),
            280 => FileTimes.SetTimes((int)a, b, c, (uint)d),
            281 => Epolls.Wait((int)a, b, (int)c, (int)d, e, f),
            282 => SignalFiles.Create((int)a, b, c, 0),
            283 => Events.CreateTimer((int)a, (uint)b),
            284 => Events.CreateCounter((uint)a, 0),
            285 => Attributes.Allocate((int)a, (uint)b, (long)c, (long)d),
            286 => Events.SetTimer((int)a, (uint)b, c, d),
            287 => Events.GetTimer((int)a, b),
            288 => Sockets.Accept((int)a),
            289 => SignalFiles.Create((int)a, b, c, (uint)d),
            290 => Events.CreateCounter((uint)a, (uint)b),
            291 => Epolls.Create((uint)a),
            292 => Descriptors.DuplicateTo((int)a, (int)b, (uint)c),
            293 => Pipes.Create(a, (uint)b),
            294 => Watches.Create((uint)a),
            295 => Vectors.ReadAt((int)a, b, (int)c, (long)d),
            296 => Vectors.WriteAt((int)a, b, (int)c, (long)d),
            297 => SignalSending.QueueToThread((int)a, (int)b, (int)c, d),
            302 => System.Limit((int)a, (int)b, c, d),
            306 => System.Synchronize((int)a),
            309 => Processor.GetCpu(a, b),
            316 => Directories.Rename((int)a, b, (int)c, d, (uint)e),
            318 => System.FillRandom(a, b, (uint)c),
            319 => MemoryFiles.Create(a, (uint)b),
            322 => Executions.Execute((int)a, b, c, d, (uint)e),
            324 => Processor.Barrier((uint)a, (uint)b),
            326 => Copies.CopyRange((int)a, b, (int)c, d, e, (uint)f),
            327 => Vectors.TransferAt((int)a, b, (int)c, (long)d, (uint)f, IoDirection.FromFile),
            328 => Vectors.TransferAt((int)a, b, (int)c, (long)d, (uint)f, IoDirection.ToFile),
            332 => Attributes.ExtendedStatus((int)a, b, (uint)c, (uint)d, e),
            435 => Threads.Clone(frame, a, b),
            436 => Descriptors.CloseRange((uint)a, (uint)b, (uint)c),
            439 => Attributes.CheckAccess((int)a, b, (uint)c, (uint)d),
            441 => Epolls.WaitWithTime((int)a, b, (int)c, d, e, f),
            452 => Attributes.ChangeMode((int)a, b, (uint)c, (uint)d),

            // What only an administrator does, and only to a machine that is his.
            153 or 155 or 163 or 164 or 165 or 166 or 167 or 168 or 169 or 170 or 171 or 172 or 173 or 175 or 176 => Errno.EPERM,
            179 or 227 or 272 or 298 or 308 or 313 or 321 => Errno.EPERM,

            // Programs probe for these and go on without; a line in the log for each would only alarm.
            239 or 330 or 334 or 425 => Errno.ENOSYS,
            _ => Unknown.Refuse(frame->Error),
        };
    }
}
