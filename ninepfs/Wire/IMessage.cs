// What every T- and R-message can do; a constraint for struct generics, never a variable's type.
namespace NinePFs.Wire;

using Kernel.Abi;

public interface IMessage<TSelf>
    where TSelf : struct, IMessage<TSelf>, allows ref struct
{
    static abstract MessageType Type { get; }

    /// <summary>Writes the body: all that follows the tag.</summary>
    bool TryEncode(ref WireWriter writer);

    /// <summary>Reads the body. False when it ends too early; bytes left over are the caller's to judge.</summary>
    static abstract bool TryDecode(scoped ref WireReader reader, out TSelf message);

    /// <summary>Appends every field as the trace and the test vectors write it, each preceded by a space.</summary>
    void AppendTo(ref TextBuilder text);
}
