// Which of our pages which other domain may map (xen/include/public/grant_table.h, version 1). Transports grant their rings with it.
namespace Drivers.Xen;

using System;
using Kernel.Abi;

/// <summary>
/// An entry is flags, domain and frame. Only Xen and we can write to the table, so that free entries, which Xen does not look at,
/// hold the number of the next free one where the frame would be.
/// </summary>
public sealed class GrantTable
{
    private const int EntriesInFrame = 512, EntryBytes = 8, FrameField = 4;

    /// <summary>The toolstack's own: 0 the console, 1 the store, the rest not used yet (GNTTAB_NR_RESERVED_ENTRIES).</summary>
    private const int Reserved = 8;

    // No entry: reserved ones are never free.
    private const uint None = 0;

    private const uint PermitAccess = 1, ReadOnly = 4, Reading = 8, Writing = 16;

    private readonly GrantFrames _source;
    private readonly SharedMemory[] _frames;
    private int _frameCount;
    private uint _firstFree = None;

    public GrantTable(GrantFrames frames)
    {
        _source = frames;
        _frames = new SharedMemory[frames.Limit];
    }

    /// <summary>Grants that there can be.</summary>
    public int Capacity => Math.Max(_frames.Length * EntriesInFrame - Reserved, 0);

    /// <summary>Grants in use.</summary>
    public int InUse { get; private set; }

    /// <summary>Grants in use that <see cref="Leak"/> was called for.</summary>
    public int Leaked { get; private set; }

    /// <summary>
    /// Lets a domain map a frame. ENOSPC when the table is full, ENOMEM when it cannot grow, EINVAL when it has no room for such a frame.
    /// </summary>
    /// <returns>The reference to tell it.</returns>
    public Result<uint> Grant(ushort domain, ulong frame, bool isReadOnly)
    {
        if (frame > uint.MaxValue)
        {
            return Errno.EINVAL;
        }

        if (_firstFree == None)
        {
            Errno error = Grow();
            if (error != Errno.None)
            {
                return error;
            }
        }

        uint reference = _firstFree;
        SharedMemory memory = Locate(reference, out int offset);
        _firstFree = memory.ReadUInt32(offset + FrameField);
        memory.WriteUInt32(offset + FrameField, (uint)frame);

        // Flags and domain in one word, after the frame: from then on it is valid.
        memory.WriteUInt32(offset, PermitAccess | (isReadOnly ? ReadOnly : 0) | ((uint)domain << 16));
        InUse++;
        return reference;
    }

    /// <summary>Ends a grant. False while the domain still maps the page: keep it, and ask again or leak it.</summary>
    public bool TryEnd(uint reference)
    {
        SharedMemory memory = Locate(reference, out int offset);
        uint entry = memory.ReadUInt32(offset);
        while (true)
        {
            if ((entry & (Reading | Writing)) != 0)
            {
                return false;
            }

            if ((entry & PermitAccess) == 0)
            {
                // Ended before: a second time must not make it free twice.
                return true;
            }

            uint found = memory.CompareExchangeUInt32(offset, 0, entry);
            if (found == entry)
            {
                memory.WriteUInt32(offset + FrameField, _firstFree);
                _firstFree = reference;
                InUse--;
                return true;
            }

            // Xen has noted a mapping meanwhile.
            entry = found;
        }
    }

    /// <summary>Gives a grant up that cannot be ended, for the count.</summary>
    public void Leak(uint reference) => Leaked++;

    private SharedMemory Locate(uint reference, out int offset)
    {
        offset = (int)(reference % EntriesInFrame) * EntryBytes;
        return _frames[reference / EntriesInFrame];
    }

    private Errno Grow()
    {
        if (_frameCount == _frames.Length)
        {
            return Errno.ENOSPC;
        }

        Result<SharedMemory> frame = _source.TryAdd(_frameCount);
        if (frame.IsError)
        {
            return frame.Error;
        }

        uint first = (uint)(_frameCount * EntriesInFrame);
        _frames[_frameCount++] = frame.Value;
        for (uint reference = first + EntriesInFrame - 1; reference + 1 > Math.Max(first, Reserved); reference--)
        {
            // From the last to the first, so that they are given out in order. What is in use already is not ours.
            int offset = (int)(reference - first) * EntryBytes;
            if (frame.Value.ReadUInt32(offset) == 0)
            {
                frame.Value.WriteUInt32(offset + FrameField, _firstFree);
                _firstFree = reference;
            }
        }

        return _firstFree == None ? Errno.ENOSPC : Errno.None;
    }
}
