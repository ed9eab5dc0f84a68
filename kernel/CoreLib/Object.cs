// The root of all classes. ILC finds the first field by its name; the virtual methods give every vtable its first slots.
namespace System;

public class Object
{
    internal unsafe Internal.Runtime.MethodTable* m_pEEType;

    ~Object()
    {
    }

    public virtual bool Equals(object? other) => (object)this == other;

    public virtual int GetHashCode() => 0;

    public virtual string? ToString() => null;

    public static bool ReferenceEquals(object? left, object? right) => left == right;
}
