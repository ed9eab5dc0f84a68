// is, as, casts and checked stores into arrays: ILC calls these where it cannot decide at compile time.
// A failed cast is a broken invariant and stops the machine. Variance and casts from array types are not supported.
namespace System.Runtime;

using System.Runtime.CompilerServices;
using Internal.Runtime;
using Internal.Runtime.CompilerHelpers;

internal static unsafe class TypeCast
{
    public static object? IsInstanceOfClass(MethodTable* type, object? value) =>
        value is not null && DerivesFrom(value.m_pEEType, type) ? value : null;

    public static object? IsInstanceOfInterface(MethodTable* type, object? value) =>
        value is not null && Implements(value.m_pEEType, type) ? value : null;

    public static object? IsInstanceOfAny(MethodTable* type, object? value) =>
        value is not null && IsAssignable(value.m_pEEType, type) ? value : null;

    public static bool IsInstanceOfException(MethodTable* type, object? value) => IsInstanceOfClass(type, value) is not null;

    public static object? CheckCastClass(MethodTable* type, object? value) =>
        value is null || DerivesFrom(value.m_pEEType, type) ? value : Fail();

    public static object? CheckCastClassSpecial(MethodTable* type, object? value) => CheckCastClass(type, value);

    public static object? CheckCastInterface(MethodTable* type, object? value) =>
        value is null || Implements(value.m_pEEType, type) ? value : Fail();

    public static object? CheckCastAny(MethodTable* type, object? value) =>
        value is null || IsAssignable(value.m_pEEType, type) ? value : Fail();

    public static void StelemRef(object?[] array, nint index, object? value)
    {
        // Unsigned: a negative index is out of range as well.
        if ((nuint)index >= (nuint)array.Length)
        {
            ThrowHelpers.ThrowIndexOutOfRangeException();
        }

        ref object? element = ref ElementAt(array, index);
        if (value is not null)
        {
            MethodTable* elementType = array.m_pEEType->Related;
            if (value.m_pEEType != elementType && !IsAssignable(value.m_pEEType, elementType))
            {
                Fail();
            }
        }

        element = value;
    }

    public static ref object? LdelemaRef(object?[] array, nint index, MethodTable* elementType)
    {
        if ((nuint)index >= (nuint)array.Length)
        {
            ThrowHelpers.ThrowIndexOutOfRangeException();
        }

        if (array.m_pEEType->Related != elementType)
        {
            Fail();
        }

        return ref ElementAt(array, index);
    }

    private static ref object? ElementAt(object?[] array, nint index) =>
        ref Unsafe.Add(ref InteropServices.MemoryMarshal.GetArrayDataReference(array), index);

    private static bool IsAssignable(MethodTable* from, MethodTable* to) =>
        to->IsInterface ? Implements(from, to) : DerivesFrom(from, to);

    private static bool DerivesFrom(MethodTable* type, MethodTable* ancestor)
    {
        while (type != ancestor)
        {
            // The root's base is null; an array's related type is its element, so it matches only itself and object.
            if (type is null || type->IsParameterized)
            {
                return type is not null && !ancestor->IsParameterized && ancestor->Related is null;
            }

            type = type->Related;
        }

        return true;
    }

    private static bool Implements(MethodTable* type, MethodTable* wanted)
    {
        MethodTable** interfaces = MethodTable.Interfaces(type);
        for (int i = 0; i < type->InterfaceCount; i++)
        {
            if (interfaces[i] == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static object? Fail()
    {
        ThrowHelpers.ThrowInvalidCastException();
        return null;
    }
}
