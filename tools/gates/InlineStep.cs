// Asks for the inlining of methods that one place calls. The build runs it on what csc made, before ilc.
namespace Gates;

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

/// <summary>
/// Under TCG a call and a return each end a block to be translated, and what they save and restore is translated too. A method
/// that only divides a long one for its readers need not be a call: without these a boot has a twentieth fewer blocks, and the
/// image hardly grows, since each body is still there once.
/// </summary>
public static class InlineStep
{
    /// <summary>Bytes of code; a longer method is more than a part of its caller.</summary>
    public const int LongestMethod = 1000;

    /// <summary>What one caller may take in together: the frame of a switch with hundreds of arms would hold the locals of all.</summary>
    public const int LongestAddition = 3000;

    public static int Run(string input, string output)
    {
        byte[] bytes = File.ReadAllBytes(input);
        int count = Mark(bytes);
        File.WriteAllBytes(output, bytes);
        Console.WriteLine($"gates: {count} methods with one caller are inlined");
        return 0;
    }

    /// <summary>Sets AggressiveInlining in the assembly's table of methods (ECMA-335 II.22.26). Returns for how many.</summary>
    public static int Mark(byte[] assembly)
    {
        using PEReader image = new(new MemoryStream(assembly));
        MetadataReader metadata = image.GetMetadataReader();
        CallSites sites = new(image);
        Dictionary<MethodDefinitionHandle, int> added = [];
        List<(MethodDefinitionHandle Method, MethodDefinitionHandle Caller)> chosen = [];
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            IReadOnlyList<MethodDefinitionHandle> callers = sites.Of(handle);
            if (callers.Count == 1 && callers[0] != handle && IsCandidate(image, method))
            {
                int length = image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!.Length;
                added[callers[0]] = added.GetValueOrDefault(callers[0]) + length;
                chosen.Add((handle, callers[0]));
            }
        }

        int rowLength = metadata.GetTableRowSize(TableIndex.MethodDef);
        int table = image.PEHeaders.MetadataStartOffset + metadata.GetTableMetadataOffset(TableIndex.MethodDef);
        int count = 0;
        foreach ((MethodDefinitionHandle method, MethodDefinitionHandle caller) in chosen)
        {
            if (added[caller] <= LongestAddition)
            {
                Span<byte> flags = assembly.AsSpan(table + ((MetadataTokens.GetRowNumber(method) - 1) * rowLength) + 4, 2);
                BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | (int)MethodImplAttributes.AggressiveInlining));
                count++;
            }
        }

        return count;
    }

    private static bool IsCandidate(PEReader image, MethodDefinition method) =>
        method.RelativeVirtualAddress != 0
        && (method.Attributes & MethodAttributes.Virtual) == 0
        && (method.ImplAttributes & (MethodImplAttributes.NoInlining | MethodImplAttributes.AggressiveInlining)) == 0
        && image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!.Length <= LongestMethod;
}
