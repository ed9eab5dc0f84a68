// The entries of a directory in memory: fixed slots in its pages, so that a slot's number is a cookie that stays good.
namespace Vfs.Ram;

using System;
using System.Buffers.Binary;
using Kernel.Abi;

internal sealed partial class RamNode
{
    /// <summary>node[4] hash[4] length[1] name[255], rounded up; node is the inode number or 0 for a free slot.</summary>
    private const int SlotSize = 272;

    private const int HashOffset = 4;
    private const int LengthOffset = 8;
    private const int NameOffset = 9;
    private const int SlotsPerPage = PageStore.PageSize / SlotSize;

    /// <summary>Cookies 1 and 2 are "." and ".."; slot n has cookie n + 3.</summary>
    private const ulong FirstSlotCookie = 3;

    private int _slotCount;
    private int _entryCount;

    /// <summary>The child of that name, borrowed; null when there is none.</summary>
    internal RamNode? Find(ReadOnlySpan<byte> name)
    {
        int slot = FindSlot(name);
        return slot < 0 ? null : _owner.NodeAt(InodeIn(Slot(slot)));
    }

    public override Errno ReadDirectory(OpenFile file, ulong cookie, out DirectoryEntry entry)
    {
        entry = default;
        if (Type != FileType.Directory)
        {
            return Errno.ENOTDIR;
        }

        if (_links == 0)
        {
            return Errno.ENOENT;
        }

        if (cookie < FirstSlotCookie - 1)
        {
            entry.Cookie = cookie + 1;
            entry.Type = FileType.Directory;
            entry.Name = cookie == 0 ? "."u8 : ".."u8;
            entry.Inode = cookie == 0 ? Inode : ParentDirectory!.Inode;
            return Errno.None;
        }

        for (ulong slot = cookie - (FirstSlotCookie - 1); slot < (ulong)_slotCount; slot++)
        {
            ReadOnlySpan<byte> bytes = Slot((int)slot);
            uint inode = InodeIn(bytes);
            if (inode != 0)
            {
                entry.Cookie = slot + FirstSlotCookie;
                entry.Inode = inode;
                entry.Type = _owner.NodeAt(inode).Type;
                entry.Name = NameIn(bytes);
                return Errno.None;
            }
        }

        return Errno.ENOENT;
    }

    private static uint InodeIn(ReadOnlySpan<byte> slot) => BinaryPrimitives.ReadUInt32LittleEndian(slot);

    private static ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> slot) => slot.Slice(NameOffset, slot[LengthOffset]);

    private static uint HashOf(ReadOnlySpan<byte> name)
    {
        uint hash = 2166136261;
        for (int index = 0; index < name.Length; index++)
        {
            hash = (hash ^ name[index]) * 16777619;
        }

        return hash;
    }

    private Span<byte> Slot(int slot)
        => _content.Find(slot / SlotsPerPage * (long)PageStore.PageSize + slot % SlotsPerPage * SlotSize)[..SlotSize];

    private int FindSlot(ReadOnlySpan<byte> name)
    {
        uint hash = HashOf(name);
        for (int slot = 0; slot < _slotCount; slot++)
        {
            ReadOnlySpan<byte> bytes = Slot(slot);
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[HashOffset..]) == hash && InodeIn(bytes) != 0 && NameIn(bytes).SequenceEqual(name))
            {
                return slot;
            }
        }

        return -1;
    }

    /// <summary>Enters a name; the caller has checked that it is new, and counts the link. ENOSPC.</summary>
    private Errno AddSlot(ReadOnlySpan<byte> name, RamNode child)
    {
        int slot = 0;
        while (slot < _slotCount && InodeIn(Slot(slot)) != 0)
        {
            slot++;
        }

        if (slot == _slotCount)
        {
            Errno error = _content.Fill(slot / SlotsPerPage * (long)PageStore.PageSize);
            if (error != Errno.None)
            {
                return error;
            }

            _slotCount++;
        }

        Span<byte> bytes = Slot(slot);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[HashOffset..], HashOf(name));
        bytes[LengthOffset] = (byte)name.Length;
        name.CopyTo(bytes[NameOffset..]);
        SetChild(slot, child);
        _entryCount++;
        Touch();
        return Errno.None;
    }

    private void SetChild(int slot, RamNode child) => BinaryPrimitives.WriteUInt32LittleEndian(Slot(slot), (uint)child.Inode);

    private void RemoveSlot(int slot)
    {
        Slot(slot)[..sizeof(uint)].Clear();
        _entryCount--;
        Touch();
    }
}
