// struct clone_args: what clone3 reads from the app; clone's registers are put in the same form.
namespace Kernel.Abi.Structures;

using System.Runtime.InteropServices;

/// <summary>88 bytes (include/uapi/linux/sched.h, CLONE_ARGS_SIZE_VER2); the first 64 are the oldest version.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct CloneArguments
{
    public ulong Flags;
    public ulong PidDescriptor;
    public ulong ChildTid;
    public ulong ParentTid;
    public ulong ExitSignal;

    /// <summary>Lowest byte of the stack in clone3; <see cref="StackSize"/> is added to it.</summary>
    public ulong Stack;
    public ulong StackSize;
    public ulong ThreadLocalStorage;
    public ulong SetTid;
    public ulong SetTidSize;
    public ulong ControlGroup;
}
