// What an operation that can fail returns: the value, or the Errno that says why not. Used by every layer.
namespace Kernel.Abi;

/// <summary>A value or an error; two registers wide for word-sized <typeparamref name="T"/>, so that it costs nothing to return.</summary>
public readonly struct Result<T>
{
    private readonly T _value;

    public readonly Errno Error;

    private Result(T value, Errno error)
    {
        _value = value;
        Error = error;
    }

    public bool IsError => Error != Errno.None;

    /// <summary>The value; meaningful only when <see cref="IsError"/> is false.</summary>
    public T Value => _value;

    public static implicit operator Result<T>(T value) => new(value, Errno.None);

    public static implicit operator Result<T>(Errno error) => new(default!, error);
}
