// The page of code that tells the app the time without a syscall (vdso(7)), and the page that the code reads. ProgramStart maps both; the
// time syscalls fill the second one as soon as somebody has asked for the time, because finding it out is not free.
namespace Kernel.Process;

using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kernel.Abi;
using Kernel.Memory;
using Kernel.Time;

public sealed unsafe class Vdso
{
    private const uint HasScale = 1;
    private const uint HasDate = 2;

    private readonly AddressSpace _space;
    private readonly UserMemory _memory;
    private PhysicalAddress _page;
    private bool _isMapped;

    public Vdso(AddressSpace space, UserMemory memory)
    {
        _space = space;
        _memory = memory;
    }

    /// <summary>Puts the pages into the address space of a program that is about to start.</summary>
    /// <returns>The address of the ELF image, for AT_SYSINFO_EHDR; 0 where there is no memory for it: the app makes syscalls then.</returns>
    public ulong Map()
    {
        Release();
        Result<ulong> pages = _space.Map(0, 2 * PageSize.Bytes, Protection.Read | Protection.Write, MapFlags.Private, RegionName.TimePage);
        if (pages.IsError)
        {
            return 0;
        }

        ulong image = pages.Value + PageSize.Bytes;
        ulong* bounds = Bounds();
        Result<PhysicalAddress> page = _space.Resolve(pages.Value, MemoryAccess.Write);
        Errno error = page.IsError ? page.Error
            : _space.Map(image, PageSize.Bytes, Protection.Read | Protection.Write, MapFlags.Private | MapFlags.Fixed, RegionName.Vdso).Error;
        error = error != Errno.None ? error : _memory.CopyOut(image, new ReadOnlySpan<byte>((void*)bounds[0], (int)(bounds[1] - bounds[0])));
        error = error != Errno.None ? error : _space.Protect(image, PageSize.Bytes, Protection.Read | Protection.Execute);
        error = error != Errno.None ? error : _space.Protect(pages.Value, PageSize.Bytes, Protection.Read);
        if (error != Errno.None)
        {
            _space.Unmap(pages.Value, 2 * PageSize.Bytes);
            return 0;
        }

        // The app may unmap it, and the kernel still has it to write to.
        _page = page.Value;
        _space.Pages.AddReference(_page);
        _isMapped = true;
        return image;
    }

    /// <summary>The app has asked for the time: from now on it need not ask again. Not of a hypervisor's clock, whose rate may change.</summary>
    /// <param name="withDate">The date is known as well.</param>
    public void Publish(bool withDate)
    {
        if (!_isMapped)
        {
            return;
        }

        var page = (TimePage*)_page.Pointer;
        if ((page->Flags & (withDate ? HasDate : HasScale)) != 0 || !Clock.TryGetScale(out ClockScale scale, out ulong start))
        {
            return;
        }

        page->Start = start;
        page->Multiplier = scale.Multiplier;
        page->Shift = (uint)scale.Shift;
        page->Flags |= HasScale;
        if (withDate)
        {
            Timespec date = Clock.RealTimeOfBoot;
            page->Seconds = date.Seconds;
            page->Nanoseconds = date.Nanoseconds;
            page->Flags |= HasDate;
        }
    }

    /// <summary>The process is over.</summary>
    public void Release()
    {
        if (_isMapped)
        {
            _isMapped = false;
            _space.Pages.Release(_page);
        }
    }

    [RuntimeImport("*", "vdso_image"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong* Bounds();

    /// <summary>boot/vdso/Vdso.S knows these offsets. One processor and no preemption in the kernel: the app never sees it half written.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct TimePage
    {
        public uint Flags;
        private readonly uint _padding;

        /// <summary>The TSC at boot.</summary>
        public ulong Start;

        /// <summary>Nanoseconds are ticks since then, times this, shifted right.</summary>
        public ulong Multiplier;
        public uint Shift;
        private readonly uint _padding2;

        /// <summary>The date at boot.</summary>
        public long Seconds;
        public long Nanoseconds;
    }
}
