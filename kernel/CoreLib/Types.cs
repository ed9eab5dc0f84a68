// typeof and the handles behind it; ILC folds every use that the kernel has to a constant.
namespace System;

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
    public static Type GetTypeFromHandle(RuntimeTypeHandle handle) => null!;

    [System.Runtime.CompilerServices.Intrinsic]
    public static bool operator ==(Type? left, Type? right) => (object?)left == right;

    [System.Runtime.CompilerServices.Intrinsic]
    public static bool operator !=(Type? left, Type? right) => (object?)left != right;

    public override bool Equals(object? other) => (object)this == other;

    public override int GetHashCode() => 0;
}

public class RuntimeType : Type
{
}
