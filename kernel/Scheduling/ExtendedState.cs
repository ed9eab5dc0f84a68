// Saves and restores what TrapFrame lacks of a thread's registers: x87, MXCSR, the upper halves of the vector registers.
// ThreadSwitch uses it when the thread really changes, clone to copy the parent's state.
namespace Kernel.Scheduling;

using System;
using Kernel.Arch.X64;

/// <summary>An area of <see cref="Size"/> bytes per thread, 64-byte aligned (Intel SDM volume 1 §13.4).</summary>
public sealed unsafe class ExtendedState
{
    private const ulong OsXsave = 1ul << 18;
    private const uint LegacySize = 512;
    private const uint ExtendedStateLeaf = 0xD;
    private const ushort InitialControlWord = 0x37F;
    private const uint InitialMxcsr = 0x1F80;
    private const int MxcsrOffset = 24;

    private readonly ulong _mask;
    private uint _mxcsrMask;

    public ExtendedState()
    {
        if ((Cpu.ReadCr4() & OsXsave) != 0)
        {
            _mask = Cpu.ReadExtendedControl(0);
            Size = (int)Cpuid.Query(ExtendedStateLeaf).Ebx;
        }
        else
        {
            Size = (int)LegacySize;
        }
    }

    /// <summary>Bytes that an area needs.</summary>
    public int Size { get; }

    /// <summary>XCR0, or 0 where there is no XSAVE and FXSAVE does.</summary>
    public ulong Features => _mask;

    /// <summary>Bits of MXCSR that may be set; another one is a fault (Intel SDM volume 1 §11.6.6).</summary>
    public uint MxcsrMask(Thread thread)
    {
        const uint always = 0xFFBF;
        if (_mxcsrMask == 0)
        {
            Save(thread.ExtendedState);
            _mxcsrMask = *(uint*)((byte*)thread.ExtendedState + MxcsrOffset + sizeof(uint));
            _mxcsrMask = _mxcsrMask == 0 ? always : _mxcsrMask;
        }

        return _mxcsrMask;
    }

    /// <summary>A thread's area. The running thread's is out of date until <see cref="Save"/>.</summary>
    public Span<byte> AreaOf(Thread thread) => new(thread.ExtendedState, Size);

    /// <summary>Makes a zeroed area that of a program's start: everything masked, nothing in the registers.</summary>
    public void Initialize(void* area)
    {
        *(ushort*)area = InitialControlWord;
        *(uint*)((byte*)area + MxcsrOffset) = InitialMxcsr;
    }

    public void Save(void* area)
    {
        if (_mask != 0)
        {
            Cpu.SaveExtendedState(area, _mask);
        }
        else
        {
            Cpu.SaveLegacyState(area);
        }
    }

    public void Restore(void* area)
    {
        if (_mask != 0)
        {
            Cpu.RestoreExtendedState(area, _mask);
        }
        else
        {
            Cpu.RestoreLegacyState(area);
        }
    }
}
