// The command line of the gates, one verb for each step of the build; Kernel.csproj calls it.
using System;
using Gates;

return args switch
{
    ["object", string root, string assembly, string compiled, string log, .. string[] assembled] => ObjectStep.Run(root, assembly, compiled, log, assembled),
    ["barriers", string compiled] => BarrierStep.Run(compiled),
    ["symbols", string assembly, string linked, string output] => SymbolsStep.Run(assembly, linked, output),
    ["image", string assembly, string linked] => ImageStep.Run(assembly, linked),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        gates object ROOT ASSEMBLY OBJECT ILC-LOG BOOT-OBJECT...   what may be compiled: sources, statics, withheld symbols, allocations
        gates barriers OBJECT                                      puts the write barrier's store in place of its calls
        gates symbols ASSEMBLY ELF OUTPUT                          writes the symbol table of a linked kernel
        gates image ASSEMBLY ELF                                   audits the linked kernel
        """);
    return 2;
}
