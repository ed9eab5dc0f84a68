// Makes static fields usable: walks the tables that ILC leaves in the image. boot/Entry.S calls it before anything else in C#.
namespace Internal.Runtime.CompilerHelpers;

using System.Runtime;
using System.Runtime.CompilerServices;

/// <summary>ILC looks for the name.</summary>
internal static class StartupCodeHelpers
{
}

internal static unsafe class Startup
{
    // Row numbers of the ready-to-run header (ReadyToRunSectionType in the runtime's sources).
    private const int GCStaticRegion = 201;
    private const int EagerCctor = 205;
    private const int ModuleInitializers = 213;

    // Low bits of a static block before it is made.
    private const nint Uninitialized = 1;
    private const nint HasPreinitializedValue = 2;

    [RuntimeExport("module_startup")]
    private static void Run(Header* header)
    {
        Row* rows = (Row*)(header + 1);
        for (int i = 0; i < header->Count; i++)
        {
            if (rows[i].Id == GCStaticRegion)
            {
                CreateStatics(rows[i].Start, rows[i].End);
            }
        }

        for (int i = 0; i < header->Count; i++)
        {
            if (rows[i].Id is EagerCctor or ModuleInitializers)
            {
                for (byte* entry = rows[i].Start; entry < rows[i].End; entry += sizeof(int))
                {
                    ((delegate*<void>)Relative(entry))();
                }
            }
        }
    }

    /// <summary>Every class with static references has a block that must point to an object holding them.</summary>
    private static void CreateStatics(byte* start, byte* end)
    {
        for (byte* entry = start; entry < end; entry += sizeof(int))
        {
            nint* block = (nint*)Relative(entry);
            nint value = (nint)Relative(block);
            if ((value & Uninitialized) == 0)
            {
                continue;
            }

            MethodTable* type = (MethodTable*)(value & ~(Uninitialized | HasPreinitializedValue));
            byte* statics = (byte*)NewFast(type);
            if ((value & HasPreinitializedValue) != 0)
            {
                byte* source = Relative((int*)block + 1);
                uint length = type->BaseSize - (2 * (uint)sizeof(nint));
                System.SpanHelpers.Memmove(ref statics[sizeof(nint)], ref *source, length);
            }

            *block = (nint)statics;
        }
    }

    private static byte* Relative(void* entry) => (byte*)entry + *(int*)entry;

    [RuntimeImport("*", "RhpNewFast")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint NewFast(MethodTable* type);

    private struct Header
    {
        public uint Signature;
        public ushort Major;
        public ushort Minor;
        public uint Flags;
        public ushort Count;
        public byte EntrySize;
        public byte EntryType;
    }

    private struct Row
    {
        public int Id;
        public int Flags;
        public byte* Start;
        public byte* End;
    }
}
