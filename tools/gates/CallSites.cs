// Counts the places of an assembly that name each of its methods; InlineStep looks for those named once.
namespace Gates;

using System.Collections.Generic;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

/// <summary>What the bodies of all methods refer to (ECMA-335 III.1.2: how instructions are encoded).</summary>
public sealed class CallSites
{
    private static readonly Dictionary<int, OpCode> OpCodesByValue = AllOpCodes();

    private readonly Dictionary<MethodDefinitionHandle, List<MethodDefinitionHandle>> _callers = [];

    public CallSites(PEReader image)
    {
        MetadataReader metadata = image.GetMetadataReader();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0)
            {
                Read(handle, image.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
            }
        }
    }

    /// <summary>The methods that refer to this one, once for each place; by a call of any kind, or to take its address.</summary>
    public IReadOnlyList<MethodDefinitionHandle> Of(MethodDefinitionHandle method) => _callers.GetValueOrDefault(method) ?? [];

    private void Read(MethodDefinitionHandle caller, BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            OpCode opCode = OpCodesByValue[value == 0xFE ? 0xFE00 | code.ReadByte() : value];
            switch (opCode.OperandType)
            {
                case OperandType.InlineMethod or OperandType.InlineTok:
                    Note(caller, MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += LengthOf(opCode.OperandType);
                    break;
            }
        }
    }

    private void Note(MethodDefinitionHandle caller, EntityHandle target)
    {
        if (target.Kind == HandleKind.MethodDefinition)
        {
            var method = (MethodDefinitionHandle)target;
            if (!_callers.TryGetValue(method, out List<MethodDefinitionHandle>? callers))
            {
                _callers[method] = callers = [];
            }

            callers.Add(caller);
        }
    }

    private static int LengthOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static Dictionary<int, OpCode> AllOpCodes()
    {
        Dictionary<int, OpCode> all = [];
        foreach (FieldInfo field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var opCode = (OpCode)field.GetValue(null)!;
            all[(ushort)opCode.Value] = opCode;
        }

        return all;
    }
}
