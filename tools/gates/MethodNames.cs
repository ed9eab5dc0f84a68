// Turns ilc's symbols back into C# names: mangles every method of the assembly as ilc does and looks the symbol up.
namespace Gates;

using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

public sealed partial class MethodNames
{
    private readonly Dictionary<string, string> _names = [];

    public MethodNames(string assemblyPath)
    {
        using PEReader image = new(File.OpenRead(assemblyPath));
        MetadataReader metadata = image.GetMetadataReader();
        string prefix = Sanitize(metadata.GetString(metadata.GetAssemblyDefinition().Name)) + "_";
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            string typeName = TypeName(metadata, type);
            string mangledType = prefix + Sanitize(typeName);
            foreach (MethodDefinitionHandle methodHandle in type.GetMethods())
            {
                string method = metadata.GetString(metadata.GetMethodDefinition(methodHandle).Name);
                _names[mangledType + "__" + Sanitize(method)] = Arity().Replace(typeName, string.Empty) + "." + method;
            }
        }
    }

    /// <summary>The C# name of a symbol, without type arguments; the symbol itself when it is no method of the assembly (assembly code).</summary>
    public string Describe(string symbol)
    {
        string key = WithoutTypeArguments(symbol);
        string? name = Find(key) ?? (key.StartsWith("unbox_") ? Find(key["unbox_".Length..]) : null);
        return name ?? symbol;
    }

    /// <summary>Whether ilc made it (the rest is boot/*.S).</summary>
    public bool IsManaged(string symbol) => Describe(symbol) != symbol;

    private string? Find(string key)
    {
        if (_names.TryGetValue(key, out string? name))
        {
            return name;
        }

        // Overloads are told apart by a number.
        return _names.GetValueOrDefault(OverloadNumber().Replace(key, string.Empty));
    }

    private static string TypeName(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil)
        {
            return TypeName(metadata, metadata.GetTypeDefinition(type.GetDeclaringType())) + "." + name;
        }

        string space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    private static string Sanitize(string name)
    {
        StringBuilder mangled = new(name.Length);
        foreach (char c in name)
        {
            mangled.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return mangled.ToString();
    }

    private static string WithoutTypeArguments(string symbol)
    {
        StringBuilder kept = new(symbol.Length);
        int depth = 0;
        foreach (char c in symbol)
        {
            depth += c == '<' ? 1 : 0;
            if (depth == 0)
            {
                kept.Append(c);
            }

            depth -= c == '>' ? 1 : 0;
        }

        return kept.ToString();
    }

    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();

    [GeneratedRegex("_[0-9]+$")]
    private static partial Regex OverloadNumber();
}
