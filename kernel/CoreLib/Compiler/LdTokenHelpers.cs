// ldtoken: what ILC calls for typeof where it cannot fold it; array initialisers make it look for the methods.
namespace Internal.Runtime.CompilerHelpers;

using System;

internal static class LdTokenHelpers
{
    private static RuntimeTypeHandle GetRuntimeTypeHandle(nint type) => default;

    private static RuntimeType GetRuntimeType(nint type) => null!;

    private static RuntimeMethodHandle GetRuntimeMethodHandle(nint method) => default;

    private static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => default;
}
