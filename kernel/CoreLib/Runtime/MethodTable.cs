// The type descriptor that every object points to, as ILC 10 lays it out (MethodTable in the runtime's Common/Internal/Runtime).
namespace Internal.Runtime;

internal unsafe struct MethodTable
{
    private const uint KindMask = 0x0003_0000;
    private const uint ParameterizedKind = 0x0002_0000;
    private const uint ElementTypeMask = 0x7C00_0000;
    private const uint InterfaceElementType = 0x15u << 26;

    private readonly uint _flags;
    private readonly uint _baseSize;
    private readonly MethodTable* _related;
    private readonly ushort _vtableSlots;
    private readonly ushort _interfaces;
    private readonly uint _hashCode;

    /// <summary>Bytes of an instance without array elements.</summary>
    internal readonly uint BaseSize => _baseSize;

    /// <summary>An array (or pointer) type: <see cref="Related"/> is the element type, else it is the base type.</summary>
    internal readonly bool IsParameterized => (_flags & KindMask) == ParameterizedKind;

    internal readonly bool IsInterface => (_flags & ElementTypeMask) == InterfaceElementType;

    internal readonly MethodTable* Related => _related;

    internal readonly int InterfaceCount => _interfaces;

    /// <summary>The interfaces that the type implements follow the vtable.</summary>
    internal static MethodTable** Interfaces(MethodTable* type) =>
        (MethodTable**)((byte*)type + sizeof(MethodTable) + (type->_vtableSlots * sizeof(nint)));
}
