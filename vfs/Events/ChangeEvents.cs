// The event bits of inotify(7); whoever changes something names what happened, watches say what they want to hear.
namespace Vfs.Events;

using System;

/// <summary>IN_* (include/uapi/linux/inotify.h).</summary>
[Flags]
public enum ChangeEvents : uint
{
    None = 0,
    Access = 1,
    Modify = 2,
    Attributes = 4,
    CloseWritten = 8,
    CloseUnwritten = 0x10,
    Open = 0x20,
    MovedFrom = 0x40,
    MovedTo = 0x80,
    Create = 0x100,
    Delete = 0x200,
    DeleteSelf = 0x400,
    MoveSelf = 0x800,
    All = 0xFFF,
    Overflow = 0x4000,
    Ignored = 0x8000,
    OnlyDirectory = 0x0100_0000,
    DoNotFollow = 0x0200_0000,
    ExcludeUnlinked = 0x0400_0000,
    MaskCreate = 0x1000_0000,
    MaskAdd = 0x2000_0000,
    IsDirectory = 0x4000_0000,
    OneShot = 0x8000_0000,
}
