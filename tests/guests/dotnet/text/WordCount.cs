// A word and how often it occurs, and the generated code that turns lists of them into JSON and back.
using System.Text.Json.Serialization;

internal sealed record WordCount(string Word, int Count);

[JsonSerializable(typeof(List<WordCount>))]
internal sealed partial class WordCountJson : JsonSerializerContext
{
}
