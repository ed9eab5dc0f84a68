// Boxing is forbidden: ILC looks these methods up, and code that really needs one fails the link for the missing symbol.
namespace System.Runtime;

using System.Runtime.CompilerServices;
using Internal.Runtime;

internal static unsafe class RuntimeExports
{
    public static object RhBox(MethodTable* type, ref byte value) => Box(type, ref value);

    public static ref byte RhUnbox2(MethodTable* type, object value) => ref Unbox(type, value);

    public static void RhUnboxNullable(ref byte value, MethodTable* type, object boxed) => Unbox(type, boxed);

    public static void RhUnboxTypeTest(MethodTable* type, MethodTable* boxedType) => Unbox(type, null!);

    [RuntimeImport("*", "boxing_is_forbidden")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern object Box(MethodTable* type, ref byte value);

    [RuntimeImport("*", "unboxing_is_forbidden")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ref byte Unbox(MethodTable* type, object value);
}
