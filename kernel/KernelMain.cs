// The composition root: makes everything in the order in which the machine needs it, then runs the app. boot/Entry.S calls Start.
namespace Kernel;

using System.Runtime;
using Kernel.Abi;
using Kernel.Boot;
using Kernel.Diagnostics;

internal static unsafe class KernelMain
{
    /// <summary>csc wants an entry point for an executable; nothing calls it.</summary>
    private static void Main()
    {
    }

    [RuntimeExport("kmain")]
    private static void Start(BootRecord* record)
    {
        BootInformation boot = new(record);
        Log.Write(LogLevel.Information, "ninesharp: memory map entries "u8, (ulong)boot.MemoryMap.Length);
        PowerOff.Exit(0);
    }
}
