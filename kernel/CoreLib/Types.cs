// typeof and the handles behind it; ILC folds every use that the kernel has to a constant.
namespace System;

using System.Runtime;
using System.Runtime.CompilerServices;

/// <summary>One pointer wide: an empty struct here makes ILC give up preinitialising every array.</summary>
public struct RuntimeTypeHandle
{
    private nint _value;
}

public struct RuntimeMethodHandle
{
    private nint _value;
}

public struct RuntimeFieldHandle
{
    private nint _value;
}

public class Type
{
    [Intrinsic]
    public static Type GetTypeFromHandle(RuntimeTypeHandle handle) => Reflect(handle);

    [Intrinsic]
    public static bool operator ==(Type? left, Type? right) => (object?)left == right;

    [Intrinsic]
    public static bool operator !=(Type? left, Type? right) => (object?)left != right;

    public override bool Equals(object? other) => (object)this == other;

    public override int GetHashCode() => 0;

    /// <summary>Does not exist: a typeof that is more than a comparison in generic code fails the link.</summary>
    [RuntimeImport("*", "reflection_is_forbidden")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern Type Reflect(RuntimeTypeHandle handle);
}

public class RuntimeType : Type
{
}
