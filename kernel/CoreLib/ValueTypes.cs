// The bases of structs and enums, and void: the compiler refers to them, nobody calls them.
namespace System;

public abstract class ValueType
{
}

public abstract class Enum : ValueType
{
}

public struct Void
{
}
