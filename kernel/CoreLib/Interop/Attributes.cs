// Layout and calling attributes; RuntimeImport binds a C# declaration to a symbol of boot/*.S, RuntimeExport the other way.
namespace System.Runtime.InteropServices
{
    public enum UnmanagedType
    {
    }

    public enum CharSet
    {
        None = 1,
        Ansi = 2,
        Unicode = 3,
        Auto = 4,
    }

    public enum LayoutKind
    {
        Sequential = 0,
        Explicit = 2,
        Auto = 3,
    }

    public sealed class StructLayoutAttribute(LayoutKind layoutKind) : Attribute
    {
        public int Size;
        public int Pack;
        public CharSet CharSet;

        public LayoutKind Value => layoutKind;
    }

    public sealed class FieldOffsetAttribute(int offset) : Attribute
    {
        public int Value => offset;
    }

    public sealed class InAttribute : Attribute
    {
    }

    public sealed class OutAttribute : Attribute
    {
    }

    /// <summary>ILC refers to it when it looks for casts that a class handles itself; no class of the kernel does.</summary>
    public interface IDynamicInterfaceCastable
    {
        internal static nint GetDynamicInterfaceImplementation(object instance, nint interfaceType, ushort slot) => 0;
    }
}

namespace System.Runtime
{
    public sealed class RuntimeExportAttribute(string entryPoint) : Attribute
    {
        public string EntryPoint => entryPoint;
    }

    public sealed class RuntimeImportAttribute : Attribute
    {
        public RuntimeImportAttribute(string entryPoint)
        {
        }

        public RuntimeImportAttribute(string library, string entryPoint)
        {
        }
    }
}
