// The names that the compiler knows. Nothing can be thrown: RhpThrowEx does not exist, so that a throw fails the build.
namespace System;

public class Exception
{
    public Exception()
    {
    }

    public Exception(string? message)
    {
    }
}

public sealed class NotSupportedException : Exception
{
}

/// <summary>csc wants it for a switch expression that it cannot prove complete.</summary>
public sealed class InvalidOperationException : Exception
{
}
